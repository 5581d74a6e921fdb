"""Issues and statements of a run: from its tables and parses to the statements table."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

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

MAX_READ = 5000  # documents from which issues are found and terms suggested: more add hardly any, and take as long
# What coding reads of a row.
_OF_QUOTATION = [
    "document_id", "quotation_id", "kind", "content_spans", "cue_start", "cue_end", "source", "source_start",
    "source_end", "speaker_id", "actor_id",
]  # fmt: skip


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
        read = choose_documents(run_dir, "issues")
        quotations = runs.read_columns(run_dir, "quotations", "document_id", "content_spans")
        docs = (doc for _, doc in iter_parses(run_dir / "parses", only=read))
        quotations = quotations[quotations["document_id"].isin(read)]
        issues = discover_issues(docs, quotations, _linked_mentions(run_dir, read), vocab=load_vectors())
    write_text(run_dir / "tables" / "issues.yaml", write_issues(issues))
    return issues


def suggest_run_terms(run_dir: Path, issues: IssueCatalogue) -> pd.DataFrame:
    """Suggest terms that the catalogue may lack, from the documents of a run, at most `MAX_READ`, no copies.

    Returns:
        Table following `tables.ISSUE_SUGGESTIONS`.

    Raises:
        TableSchemaError: If an earlier stage's results are missing.
    """
    read = choose_documents(run_dir, "issue_suggestions")
    documents = runs.read_columns(run_dir, "documents", "document_id", "text")
    documents = documents[documents["document_id"].isin(read)]
    docs = (doc for _, doc in iter_parses(run_dir / "parses", only=read))
    return suggest_terms(docs, _linked_mentions(run_dir, read), documents, issues, vocab=load_vectors())


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
    actors, quotations = runs.read_tables(run_dir, "actors", "quotations")
    documents = runs.read_columns(run_dir, "documents", "document_id", "text", "published", "duplicate_of")
    how = How(speaking_for(actors, quotations), issues, second_opinion)
    kept = Kept(run_dir / "coded", how)
    rows = [tables.STATEMENTS.to_arrow([])]

    def missing() -> Iterator[Coding]:
        for task in _tasks(run_dir, documents, quotations[_OF_QUOTATION], _linked_mentions(run_dir)):
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
    places = [table.groupby("document_id").indices for table in (quotations, mentions)]
    for ids, packed in iter_parts(run_dir / "parses"):
        kept = [document_id for document_id in ids if document_id in originals.index]
        yield Coding(
            packed,
            {i: (str(text), day) for i, text, day in originals.loc[kept].itertuples()},
            *(_rows_of(kept, table, at) for table, at in zip((quotations, mentions), places, strict=True)),
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


def choose_documents(run_dir: Path, what: str) -> frozenset[str]:
    """The documents to read for `what`: those that are no copies, or `MAX_READ` of them, drawn by their ids.

    Where they are drawn, run.json says from how many. A draw by ids is the same in any order, and a new article
    changes one of those drawn at most.
    """
    documents = runs.read_columns(run_dir, "documents", "document_id", "duplicate_of")
    originals = documents.loc[documents["duplicate_of"].isna(), "document_id"]
    drawn = nsmallest(MAX_READ, originals, key=_digest) if len(originals) > MAX_READ else originals
    manifest = runs.read_manifest(run_dir)
    samples = {key: counts for key, counts in manifest.get("samples", {}).items() if key != what}
    if len(drawn) < len(originals):
        samples[what] = {"read": len(drawn), "of": len(originals)}
    if samples != manifest.get("samples", {}):
        runs.write_manifest(run_dir, manifest | {"samples": samples})
    return frozenset(drawn)


def _digest(document_id: str) -> bytes:
    return hashlib.sha256(document_id.encode("utf-8", "surrogatepass")).digest()


def _linked_mentions(run_dir: Path, document_ids: frozenset[str] | None = None) -> pd.DataFrame:
    """Where actors are named, in these documents or in all."""
    mentions = runs.read_columns(run_dir, "mentions", "document_id", "start", "end", "actor_id")
    linked = mentions["actor_id"].notna()
    return mentions[linked if document_ids is None else linked & mentions["document_id"].isin(document_ids)]
