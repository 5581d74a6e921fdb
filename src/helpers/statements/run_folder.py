"""Issues and statements of a run: from its tables and parses to the statements table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from helpers import runs, tables
from helpers.engines import HERE, Engine
from helpers.files import write_text
from helpers.model import load_vectors
from helpers.parses import iter_parses, iter_parts
from helpers.statements.coding_tasks import Coding, code_each
from helpers.statements.discovery import discover_issues
from helpers.statements.issues import IssueCatalogue, load_issues, write_issues
from helpers.statements.suggestions import suggest_terms


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
    actors = speaking_for(actors, quotations)
    rows: list[dict[str, Any]] = []
    how = actors, issues, second_opinion
    for found in code_each(_tasks(run_dir, documents, quotations, mentions), engine, how):
        rows += found
    return tables.STATEMENTS.table(sorted(rows, key=lambda row: str(row["statement_id"])))


def _tasks(
    run_dir: Path, documents: pd.DataFrame, quotations: pd.DataFrame, mentions: pd.DataFrame
) -> Iterator[Coding]:
    """Part by part what coding needs of documents that are no copies."""
    originals = documents[documents["duplicate_of"].isna()].set_index("document_id")[["text", "published"]]
    quoted, mentioned = (table.groupby("document_id").indices for table in (quotations, mentions))
    for ids, packed in iter_parts(run_dir / "parses"):
        kept = [document_id for document_id in ids if document_id in originals.index]
        yield Coding(
            parses=packed,
            documents={i: (str(text), day) for i, text, day in originals.loc[kept].itertuples()},
            quotations={i: quotations.iloc[quoted[i]] for i in kept if i in quoted},
            mentions={i: mentions.iloc[mentioned[i]] for i in kept if i in mentioned},
        )


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
