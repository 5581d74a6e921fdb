"""Issues and statements of a run: from its tables and parses to the statements table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from helpers import runs, tables
from helpers.files import write_text
from helpers.model import load_vectors
from helpers.parses import iter_parses
from helpers.sentiment import load_sentiment_model
from helpers.statements.coding import Coder
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


def code_run(run_dir: Path, issues: IssueCatalogue, *, second_opinion: bool = False) -> pd.DataFrame:
    """Code the statements of all documents of a run but syndicated copies.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        issues: What the statements are about.
        second_opinion: Whether the sentiment model is asked to confirm them.

    Returns:
        Table following `tables.STATEMENTS`, sorted by `statement_id`.

    Raises:
        TableSchemaError: If an earlier stage's results are missing.
    """
    documents, mentions, actors, quotations = runs.read_tables(run_dir, "documents", "mentions", "actors", "quotations")
    actors = speaking_for(actors, quotations)
    quoted, mentioned = dict(iter(quotations.groupby("document_id"))), dict(iter(mentions.groupby("document_id")))
    by_id = documents.set_index("document_id")
    coder = Coder(actors, issues, second_opinion=load_sentiment_model() if second_opinion else None)
    no_quotations, no_mentions = tables.QUOTATIONS.empty(), tables.MENTIONS.empty()
    rows: list[dict[str, Any]] = []
    for doc in _originals(run_dir, documents):
        document_id = str(doc.user_data["document_id"])
        document = by_id.loc[document_id]
        rows += coder.code(
            doc,
            quoted.get(document_id, no_quotations),
            mentioned.get(document_id, no_mentions),
            text=str(document["text"]),
            published=document["published"],
        )
    return tables.STATEMENTS.table(sorted(rows, key=lambda row: str(row["statement_id"])))


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
