"""The tables of a corpus: what was extracted article by article, and what follows from all articles together."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import pandas as pd

from helpers import actors, corrections, quotations, runs, tables
from helpers.engines import HERE, Engine
from helpers.errors import ParameterError, StageError
from helpers.extraction.articles import Part, cut_parts, iter_articles
from helpers.extraction.extractor import Work
from helpers.extraction.parts import Parts, Reuse
from helpers.extraction.recipes import Recipe
from helpers.extraction.spreading import extract_each
from helpers.losses import Loss, add_rejects, without_lost
from helpers.model import parser_version
from helpers.resources import REFERENCE

_PACKAGE = Path(__file__).parents[1]


class Extraction(NamedTuple):
    """The tables that extraction makes, the documents that it could not analyse, by id, and what it reused."""

    mentions: pd.DataFrame
    persons: pd.DataFrame
    actors: pd.DataFrame
    quotations: pd.DataFrame
    alias_suggestions: pd.DataFrame
    lost: Mapping[str, Loss] = MappingProxyType({})
    reuse: Reuse = Reuse(0, 0, 0)


def extract_documents(
    documents: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    catalogue: actors.ActorCatalogue,
    parses_folder: Path,
    variant: str = "default",
    threshold: float | None = None,
    experts_speak_for: str = "self",
    officials_speak_for: str = "affiliation",
    given: corrections.Corrections | None = None,
    engine: Engine = HERE,
    gpu: bool = False,
    parts_at: str = "",
) -> Extraction:
    """Parse the documents and extract who is named and who said what; copies are left out.

    Args:
        documents: Table following `tables.DOCUMENTS`.
        segments: Table following `tables.SEGMENTS`.
        catalogue: The actors to link names to.
        parses_folder: Where the parses are kept; the rows of each part are kept beside it, in `parts`. What is there
            from an earlier run is used again where neither the article nor how it is extracted has changed.
        variant: How quotations are found, one of `quotations.VARIANTS`.
        threshold: Least confidence of a quotation; the variant's own when None.
        experts_speak_for: Whom experts and journalists speak for: "self" or "affiliation".
        officials_speak_for: The same for officials.
        given: Corrections of mentions and quotations by a reader.
        engine: Where it is done; the result is the same everywhere.
        gpu: Whether to parse on a GPU where spaCy finds one.
        parts_at: A folder, or the address of a store, that all workers reach: there, they write parses and rows
            themselves, and `parses_folder` only says so. Empty for none.

    Returns:
        Tables following `tables.MENTIONS`, `PERSONS`, `ACTORS`, `QUOTATIONS` and `ALIAS_SUGGESTIONS`.

    Raises:
        ParameterError: If `variant` or whom somebody speaks for is unknown, or `threshold` is out of range.
        CatalogueError: If a correction names an actor that neither the catalogue nor the articles know.
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
    parts = Parts(parses_folder, parser=parser_version(gpu=gpu), settings=settings, address=parts_at)
    done, lost = _extract_all(documents, segments, parts, engine, (catalogue, variant, threshold, names, gpu))
    documents, _ = without_lost(documents, lost)
    mentions, quoted, persons = actors.join_spellings(
        tables.MENTIONS.from_arrow(parts.rows("mentions", done)),
        tables.QUOTATIONS.from_arrow(parts.rows("quotations", done)),
        tables.PERSONS.from_arrow(parts.rows("persons", done)),
        catalogue,
    )
    mentions, quoted, persons = actors.link_across_documents(mentions, quoted, persons)
    mentions, quoted, catalogue = actors.discover_organisations(mentions, quoted, catalogue)
    known = {*catalogue.actors, *persons["actor_id"]}
    mentions = corrections.correct_mentions(mentions, given, known)
    quoted = corrections.correct_speakers(quoted, given, known)
    also = {str(c.value) for c in given.of("quotations") if c.column.endswith("_id") and c.value is not None}
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
    suggestions = actors.suggest_aliases(mentions, persons, documents, catalogue)
    return Extraction(mentions, persons, named, quoted, suggestions, lost, parts.reuse)


def write_extraction(run_dir: Path, extraction: Extraction) -> None:
    """Write the tables of an extraction into a run folder; what could not be analysed becomes a reject there.

    Raises:
        TableSchemaError: If the tables of the stage before are missing.
    """
    made = {name: table for name, table in extraction._asdict().items() if name not in ("lost", "reuse")}
    if extraction.lost:
        documents, segments, rejects = runs.read_tables(run_dir, "documents", "segments", "rejects")
        made["documents"], _ = without_lost(documents, extraction.lost)
        made["segments"] = segments[~segments["document_id"].isin(extraction.lost)]
        made["rejects"] = add_rejects(rejects, documents, extraction.lost)
    runs.write_tables(run_dir, **made)
    runs.write_manifest(run_dir, runs.read_manifest(run_dir) | {"articles": extraction.reuse._asdict()})


def _extract_all(
    documents: pd.DataFrame, segments: pd.DataFrame, parts: Parts, engine: Engine, how: tuple[Any, ...]
) -> tuple[list[str], dict[str, Loss]]:
    """Extract from all documents, copies left out; the names of their parts in order, and what was lost."""
    names: list[str] = []
    lost: dict[str, Loss] = {}
    todo = documents
    while len(todo):
        given: dict[int, Recipe] = {}
        newly_lost: dict[str, Loss] = {}
        planned = cut_parts(iter_articles(todo, segments))
        for number, made in extract_each(_missing(parts, planned, names, given), engine, how):
            newly_lost |= parts.add(given.pop(number), made)
        lost |= {key: newly_lost[key] for key in sorted(newly_lost)}
        documents, todo = without_lost(documents, newly_lost)
    if lost and documents.empty:
        raise StageError(f"No article could be analysed: {next(iter(lost.values())).detail}.")
    parts.tidy(names)
    return names, lost


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
