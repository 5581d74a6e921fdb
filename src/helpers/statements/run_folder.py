"""Issues and statements of a run: from its tables and parses to the statements table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from spacy.tokens import Doc

from helpers import runs, tables
from helpers.actors.rows import records
from helpers.engines import HERE, Engine
from helpers.files import write_text
from helpers.model import load_vectors
from helpers.parses import iter_parses, iter_parts
from helpers.statements.coding_tasks import Coding, How, code_each
from helpers.statements.discovery import discover_issues
from helpers.statements.issues import IssueCatalogue, load_issues, write_issues
from helpers.statements.kept import Kept
from helpers.statements.suggestions import suggest_terms

# What coding reads of a row.
_OF_QUOTATION = [
    "document_id", "quotation_id", "kind", "content_spans", "cue_start", "cue_end", "source", "source_start",
    "source_end", "speaker_id", "actor_id",
]  # fmt: skip
_OF_MENTION = ["document_id", "start", "end", "actor_id"]


def prepare_issues(path: Path | None, run_dir: Path) -> IssueCatalogue:
    """Load the user's issues, or find them in the run; either way write what is used to `tables/issues.yaml`.

    Args:
        path: An issue catalogue, or None to discover the issues.
        run_dir: The run folder, with the tables and parses of the stages before.

    Raises:
        CatalogueError: As `load_issues`.
        TableSchemaError: If an earlier stage's results are missing.
    """
    if path is not None:
        issues = load_issues(path)
    else:
        documents, mentions, quotations = runs.read_tables(run_dir, "documents", "mentions", "quotations")
        issues = discover_issues(_originals(run_dir, documents), quotations, mentions, vocab=load_vectors())
    write_text(run_dir / "tables" / "issues.yaml", write_issues(issues))
    return issues


def suggest_run_terms(run_dir: Path, issues: IssueCatalogue) -> pd.DataFrame:
    """Suggest terms that the catalogue may lack, from all documents of a run but syndicated copies.

    Returns:
        Table following `tables.ISSUE_SUGGESTIONS`.

    Raises:
        TableSchemaError: If an earlier stage's results are missing.
    """
    documents, mentions = runs.read_tables(run_dir, "documents", "mentions")
    return suggest_terms(_originals(run_dir, documents), mentions, documents, issues, vocab=load_vectors())


def code_run(
    run_dir: Path, issues: IssueCatalogue, *, second_opinion: bool = False, engine: Engine = HERE
) -> pd.DataFrame:
    """Code the statements of all documents of a run but syndicated copies.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        issues: What the statements are about.
        second_opinion: Whether the sentiment model is asked to confirm them.
        engine: Where it is done; the result is the same everywhere.

    Returns:
        Table following `tables.STATEMENTS`, sorted by `statement_id`.

    Raises:
        TableSchemaError: If an earlier stage's results are missing.
        StageError: If workers die on the same documents again and again.
    """
    documents, mentions, actors, quotations = runs.read_tables(run_dir, "documents", "mentions", "actors", "quotations")
    how = How(speaking_for(actors, quotations), issues, second_opinion)
    kept = Kept(run_dir / "coded", how)
    rows = [tables.STATEMENTS.to_arrow([])]

    def missing() -> Iterator[Coding]:
        for task in _tasks(run_dir, documents, quotations, mentions):
            if (known := kept.find(task)) is None:
                yield task
            else:
                rows.append(known)

    for task, found in code_each(missing(), engine, how):
        kept.keep(task, found)
        rows.append(found)
    kept.tidy()
    return tables.STATEMENTS.from_arrow(pa.concat_tables(rows).sort_by("statement_id"))


def _tasks(
    run_dir: Path, documents: pd.DataFrame, quotations: pd.DataFrame, mentions: pd.DataFrame
) -> Iterator[Coding]:
    """Part by part what coding needs of documents that are no copies."""
    originals = documents[documents["duplicate_of"].isna()].set_index("document_id")[["text", "published"]]
    quoted, named = quotations[_OF_QUOTATION], mentions[_OF_MENTION]
    places = [table.groupby("document_id").indices for table in (quoted, named)]
    for ids, packed in iter_parts(run_dir / "parses"):
        kept = [document_id for document_id in ids if document_id in originals.index]
        yield Coding(
            packed,
            {i: (str(text), day) for i, text, day in originals.loc[kept].itertuples()},
            *(_rows_of(kept, table, at) for table, at in zip((quoted, named), places, strict=True)),
        )


def _rows_of(ids: Sequence[str], table: pd.DataFrame, places: Mapping[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of some documents, by document."""
    own = [places[document_id] for document_id in ids if document_id in places]
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table.iloc[np.concatenate(own)]) if own else ():
        rows[row["document_id"]].append(row)
    return dict(rows)


def speaking_for(actors: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """The actors, without the affiliation of persons whose quotations count as their own (experts, journalists)."""
    own = quotations.loc[quotations["speaker_id"] == quotations["actor_id"], "speaker_id"]
    return actors.assign(affiliation=actors["affiliation"].mask(actors["actor_id"].isin(set(own))))


def show_examples(statements: pd.DataFrame, *, n: int = 6) -> str:
    """The surest statements as text, each issue in turn, with what decided."""
    ranked = statements.sort_values(["confidence", "statement_id"], ascending=[False, True], kind="stable")
    turn = ranked.groupby("issue_id").cumcount()
    chosen = ranked.assign(turn=turn).sort_values(["turn", "issue_id"], kind="stable").head(n)
    return "\n".join(
        f"{row['actor_id']} on {row['issue_id']}: {row['agreement']:+.1f}\n"
        f"    {' '.join(row['evidence'].split())}\n    {row['rationale']}"
        for row in chosen.to_dict("records")
    )


def _originals(run_dir: Path, documents: pd.DataFrame) -> Iterator[Doc]:
    """The parses of documents that are no copies."""
    kept = frozenset(documents.loc[documents["duplicate_of"].isna(), "document_id"])
    for document_id, doc in iter_parses(run_dir / "parses"):
        if document_id in kept:
            yield doc
