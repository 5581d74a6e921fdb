"""The tables of a corpus: what was extracted article by article, and what follows from all articles together."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa

from helpers import actors, corrections, quotations, runs, tables
from helpers.engines import HERE, Engine, beside
from helpers.errors import ParameterError, StageError
from helpers.extraction.articles import Part, cut_parts, read_articles
from helpers.extraction.columns import iter_rows, read_columns
from helpers.extraction.extractor import Work
from helpers.extraction.parts import Parts
from helpers.extraction.recipes import Recipe
from helpers.extraction.spreading import extract_each
from helpers.losses import Loss, add_rejects, without_lost
from helpers.model import parser_version
from helpers.resources import REFERENCE

_PACKAGE = Path(__file__).parents[1]


# What comparing articles reads of their mentions and quotations, what it changes, and what corrections change besides.
_FIXED = {
    "mentions": ("document_id", "start", "end", "text", "label"),
    "quotations": ("document_id", "source", "source_start", "source_end", "cue_lemma"),
}
_CHANGED = {
    "mentions": ("actor_id", "confidence"),
    "quotations": ("speaker_id", "actor_id", "resolution", "confidence"),
}
_NAMED = ["document_id", "start", "end", "text", "label", "actor_id"]  # of mentions, to suggest aliases
_CORRECTED = {"mentions": ("mention_id",), "quotations": ("quotation_id", "kind", "flags")}
_REPEATED = frozenset(("document_id", "text", "label", "cue_lemma"))


def extract_run(
    run_dir: Path,
    *,
    catalogue: actors.ActorCatalogue,
    variant: str = "default",
    threshold: float | None = None,
    experts_speak_for: str = "self",
    officials_speak_for: str = "affiliation",
    given: corrections.Corrections | None = None,
    engine: Engine = HERE,
    gpu: bool = False,
    parts_at: str = "",
) -> None:
    """Parse the documents of a run and extract who is named and who said what; copies are left out.

    Writes the parses and the tables `mentions`, `persons`, `actors`, `quotations` and `alias_suggestions`; documents
    that could not be analysed move from `documents` and `segments` to `rejects`. What was used again of an earlier run
    is counted in run.json (`articles`). Neither all texts nor all rows are held, only what comparing articles takes.

    Args:
        run_dir: The run folder, with the tables of the stage before. The parses are kept in it, and the rows of each
            part of the corpus in `parts`: what is there from an earlier run is used again where neither the article nor
            how it is extracted has changed.
        catalogue: The actors to link names to.
        variant: How quotations are found, one of `quotations.VARIANTS`.
        threshold: Least confidence of a quotation; the variant's own when None.
        experts_speak_for: Whom experts and journalists speak for: "self" or "affiliation".
        officials_speak_for: The same for officials.
        given: Corrections of mentions and quotations by a reader.
        engine: Where it is done; the result is the same everywhere.
        gpu: Whether to parse on a GPU where spaCy finds one.
        parts_at: A folder, or the address of a store, that all workers reach: there, they write parses and rows
            themselves, and the run folder only says so. Empty for none.

    Raises:
        ParameterError: If `variant` or whom somebody speaks for is unknown, or `threshold` is out of range.
        CatalogueError: If a correction names an actor that neither the catalogue nor the articles know.
        TableSchemaError: If the tables of the stage before are missing.
        StageError: If no article at all can be analysed.
        StoreError: If `parts_at` cannot be used, or another run writes there.
    """
    quotations.find_variant(variant, threshold=threshold)
    for who, chosen in (("Experts", experts_speak_for), ("Officials", officials_speak_for)):
        if chosen not in ("self", "affiliation"):
            raise ParameterError(f"{who} speak for 'self' or 'affiliation', not for {chosen!r}.")
    given = given or corrections.Corrections()
    names = {c.id: cast(str | None, c.value) for c in given.of("mentions")}
    settings = _settings(catalogue, variant, threshold, names)
    parts = Parts(run_dir / "parses", parser=parser_version(gpu=gpu), settings=settings, address=parts_at)
    done, lost = _extract_all(run_dir, parts, engine, (catalogue, variant, threshold, names, gpu))
    changed = {name: [*columns, *(_CORRECTED[name] if given.of(name) else ())] for name, columns in _CHANGED.items()}
    (mentions, of_mentions), (quoted, of_quotations) = (
        read_columns(parts, name, done, [*fixed, *changed[name]], _REPEATED) for name, fixed in _FIXED.items()
    )
    persons, _ = read_columns(parts, "persons", done, tables.PERSONS.arrow.names)
    pa.default_memory_pool().release_unused()  # what so many small parts have left
    mentions, quoted, persons = actors.join_spellings(mentions, quoted, persons, catalogue)
    mentions, quoted, persons = actors.link_across_documents(mentions, quoted, persons)
    mentions, quoted, catalogue = actors.discover_organisations(mentions, quoted, catalogue)
    known = {*catalogue.actors, *persons["actor_id"]}
    mentions = corrections.correct_mentions(mentions, given, known)
    quoted = corrections.correct_speakers(quoted, given, known)
    also = {str(c.value) for c in given.of("quotations") if c.column.endswith("_id") and c.value is not None}
    n_documents = mentions["document_id"].nunique()
    with beside(engine, n_documents, _suggest_aliases, run_dir, mentions[_NAMED], persons, catalogue) as suggested:
        named = actors.build_actors(mentions, persons, catalogue, also=also & known)
        quoted = actors.attribute_actors(
            quoted,
            named,
            persons,
            catalogue,
            experts_speak_for=cast(actors.SpeaksFor, experts_speak_for),
            officials_speak_for=cast(actors.SpeaksFor, officials_speak_for),
        )
        quoted = corrections.correct_sides(quoted, given, known)
        runs.write_tables(
            run_dir,
            mentions=iter_rows(parts, "mentions", of_mentions, mentions[changed["mentions"]]),
            persons=persons,
            actors=named,
            quotations=iter_rows(parts, "quotations", of_quotations, quoted[changed["quotations"]]),
            **(_without_lost(run_dir, lost) if lost else {}),
        )
        runs.write_tables(run_dir, alias_suggestions=suggested())
    runs.write_manifest(run_dir, runs.read_manifest(run_dir) | {"articles": parts.reuse._asdict()})


def _suggest_aliases(
    run_dir: Path, mentions: pd.DataFrame, persons: pd.DataFrame, catalogue: actors.ActorCatalogue
) -> pd.DataFrame:
    texts = runs.iter_columns(run_dir, "documents", "document_id", "text")
    return actors.suggest_aliases(mentions, persons, texts, catalogue)


def _extract_all(
    run_dir: Path, parts: Parts, engine: Engine, how: tuple[Any, ...]
) -> tuple[list[str], dict[str, Loss]]:
    """Extract from all documents, copies left out; the names of their parts in order, and what was lost."""
    names: list[str] = []
    lost: dict[str, Loss] = {}
    documents = _read_copies(run_dir)
    todo = documents[documents["duplicate_of"].isna()]
    while len(todo):
        given: dict[int, Recipe] = {}
        newly_lost: dict[str, Loss] = {}
        planned = cut_parts(read_articles(run_dir, frozenset(todo["document_id"])))
        for number, made in extract_each(_missing(parts, planned, names, given), engine, how):
            newly_lost |= parts.add(given.pop(number), made)
        lost |= {key: newly_lost[key] for key in sorted(newly_lost)}
        documents, todo = without_lost(documents, newly_lost)
    if lost and documents.empty:
        raise StageError(f"No article could be analysed: {next(iter(lost.values())).detail}.")
    parts.tidy(names)
    return names, lost


def _read_copies(run_dir: Path) -> pd.DataFrame:
    """Which documents there are, and of which they are copies."""
    return runs.read_columns(run_dir, "documents", "document_id", "duplicate_of", "flags")


def _missing(
    parts: Parts, planned: Iterable[Part], names: list[str], given: dict[int, Recipe]
) -> Iterator[tuple[int, Work]]:
    """What is to be done, part by part; notes the names of all parts, and which are given away."""
    for part in planned:
        number, missing = len(names), parts.missing(part)
        names.append(part.name)
        if missing is not None:
            given[number], work = missing
            yield number, work


def _without_lost(run_dir: Path, lost: Mapping[str, Loss]) -> dict[str, pd.DataFrame | Iterator[pa.Table]]:
    """The tables of the stage before, but that what could not be analysed is a reject."""
    (rejects,) = runs.read_tables(run_dir, "rejects")
    sources = runs.read_columns(run_dir, "documents", "document_id", "source")
    kept, _ = without_lost(_read_copies(run_dir), lost)
    return {
        "documents": _iter_kept(run_dir, "documents", kept.set_index("document_id")),
        "segments": _iter_kept(run_dir, "segments", kept.set_index("document_id")[[]]),
        "rejects": add_rejects(rejects, sources, lost),
    }


def _iter_kept(run_dir: Path, name: str, kept: pd.DataFrame) -> Iterator[pa.Table]:
    """The rows of a table whose documents are kept, with what is known of these put in."""
    schema = tables.SCHEMAS[name]
    for table in runs.iter_columns(run_dir, name, *schema.arrow.names):
        rows = table[table["document_id"].isin(kept.index)]
        known = kept.loc[rows["document_id"]]
        yield schema.from_pandas(rows.assign(**{column: known[column].array for column in known.columns}))


def _settings(
    catalogue: actors.ActorCatalogue, variant: str, threshold: float | None, names: Mapping[str, str | None]
) -> str:
    """A digest of all that extraction follows besides the articles and the parser: code, word lists and parameters."""
    known = json.dumps(vars(catalogue), default=_plain, sort_keys=True)
    how = json.dumps([variant, threshold, sorted(names.items())])
    return runs.fingerprint(_PACKAGE, REFERENCE, json.dumps(runs.versions()), known, how)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return vars(value) if is_dataclass(value) else str(value)
