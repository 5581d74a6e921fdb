"""Issues and statements of a run: from its tables and parses to the statements table."""

import hashlib
from collections.abc import Iterator
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers import runs, tables
from helpers.engines import HERE, Engine
from helpers.files import write_text
from helpers.model import load_vectors
from helpers.statements import argued, coding_tasks
from helpers.statements.argued import ARGUED, Reading
from helpers.statements.coding_tasks import CODED, Coding, How, statements_of
from helpers.statements.company import COMPANY
from helpers.statements.discovery import find_issues
from helpers.statements.following import Following
from helpers.statements.issues import IssueCatalogue, load_issues, write_issues
from helpers.statements.kept import Kept
from helpers.statements.part_tasks import each_part
from helpers.statements.run_parts import iter_codings, iter_readings, read_quotations, read_rows, speaking_for
from helpers.statements.suggestions import rank_terms

MAX_READ = 5000  # documents from which issues are found and terms suggested: more add hardly any, and take as long
_WORTH_WORKERS = 2000  # documents to be read for issues: workers take longer to start than they save with fewer


def prepare_issues(path: Path | None, run_dir: Path, *, engine: Engine = HERE) -> IssueCatalogue:
    """Load the user's issues, or find them in the run; either way write what is used to `tables/issues.yaml`.

    Args:
        path: An issue catalogue, or None to discover the issues.
        run_dir: The run folder, with the tables and parses of the stages before.
        engine: Where documents are read to find them; the result is the same everywhere.

    Raises:
        CatalogueError: As `load_issues`.
        TableSchemaError: If an earlier stage's results are missing.
        StageError: If workers die on the same documents again and again.
    """
    issues = load_issues(path) if path is not None else _find_issues(run_dir, engine)
    write_text(run_dir / "tables" / "issues.yaml", write_issues(issues))
    return issues


def _find_issues(run_dir: Path, engine: Engine) -> IssueCatalogue:
    """Find the issues; what the documents of each part argue about is kept in the run folder."""
    kept = Kept(run_dir / "coded" / "argued", ARGUED)
    rows = [ARGUED.empty_table()]
    unfinished: dict[str, pa.Table] = {}  # what is known of tasks of which something is to be read, by first document

    def unread() -> Iterator[Reading]:
        for task in iter_readings(run_dir, choose_documents(run_dir, "issues"), kept):
            known = kept.find(task.keys)
            left = task.without(known["document_id"].to_pylist())
            if left.documents:
                unfinished[next(iter(left.documents))] = known
                yield left
            else:
                rows.append(known)

    engine = engine._replace(worth=max(engine.worth, _WORTH_WORKERS))
    for task, read in each_part(unread(), engine, argued.start):
        read = pa.concat_tables([unfinished.pop(next(iter(task.documents))), read])
        kept.keep(read, task.keys)
        rows.append(read)
    kept.tidy()
    return find_issues(pa.concat_tables(rows), vocab=load_vectors())


class CodedRun(NamedTuple):
    """The statements of a run, and the sentences of its documents, at most `MAX_READ`, that may suggest terms.

    The one follows `tables.STATEMENTS`, sorted by `statement_id`; the other `company.COMPANY`, in the parses' order.
    """

    statements: pd.DataFrame
    sentences: pa.Table


def code_run(run_dir: Path, issues: IssueCatalogue, *, second_opinion: bool = False, engine: Engine = HERE) -> CodedRun:
    """Code the statements of all documents of a run but syndicated copies.

    What is coded is kept in the run folder; a document is coded again where its text, parse, quotations or names have
    changed, or whom those named speak for, or a term of the catalogue that its words may name.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        issues: What the statements are about.
        second_opinion: Whether the sentiment model is asked to confirm them.
        engine: Where it is done; the result is the same everywhere.

    Raises:
        TableSchemaError: If an earlier stage's results are missing.
        StageError: If workers die on the same documents again and again.
    """
    (actors,) = runs.read_tables(run_dir, "actors")
    quotations = read_quotations(run_dir)
    how = How(speaking_for(actors, quotations), issues, second_opinion)
    sampled = choose_documents(run_dir, "issue_suggestions")
    kept, following = Kept(run_dir / "coded", CODED), Following(issues)
    asked_for = pa.array(sorted(sampled), pa.string())
    statements, sentences = [tables.STATEMENTS.to_arrow([])], [COMPANY.empty_table()]
    order: list[str] = []
    unfinished: dict[str, pa.Table] = {}  # what is known of tasks of which something is to be coded, by first document

    def take(coded: pa.Table) -> None:
        statements.append(statements_of(coded))
        sentences.append(coded.select(COMPANY.names).filter(pc.is_in(coded["document_id"], asked_for)))

    def uncoded() -> Iterator[Coding]:
        for task in iter_codings(run_dir, quotations, how, sampled, kept):
            order.extend(task.documents)
            known = task.known(kept.find(task.keys), following)
            left = task.without(known["document_id"].to_pylist())
            if left.documents:
                unfinished[next(iter(left.documents))] = known
                yield left
            else:
                take(known)

    for task, found in each_part(uncoded(), engine, coding_tasks.start, (how,)):
        coded = pa.concat_tables([unfinished.pop(next(iter(task.documents))), found])
        kept.keep(coded, task.keys)
        take(coded)
    kept.tidy()
    joined = tables.STATEMENTS.from_arrow(pa.concat_tables(statements).sort_by("statement_id"))
    return CodedRun(joined, _in_order(pa.concat_tables(sentences), order))


def _in_order(sentences: pa.Table, order: list[str]) -> pa.Table:
    places = pc.index_in(sentences["document_id"], pa.array(order, pa.string()))
    return sentences.take(pc.array_sort_indices(places))


def suggest_run_terms(run_dir: Path, issues: IssueCatalogue, sentences: pa.Table) -> pd.DataFrame:
    """Suggest terms that the catalogue may lack.

    Args:
        run_dir: The run folder, with the tables of the stages before.
        issues: The catalogue.
        sentences: What `code_run` found with that catalogue.

    Returns:
        Table following `tables.ISSUE_SUGGESTIONS`.

    Raises:
        TableSchemaError: If an earlier stage's results are missing.
    """
    read = frozenset(sentences["document_id"].to_pylist())
    documents = read_rows(run_dir, "documents", ["document_id", "text"], of=read)
    return rank_terms(sentences, documents, issues, vocab=load_vectors())


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
