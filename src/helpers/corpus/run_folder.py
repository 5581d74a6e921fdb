"""Load a corpus into a run folder, few of its texts held at a time."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow as pa

from helpers import corrections, runs, tables
from helpers.corpus.loading import iter_rows
from helpers.sorting import Sorter


def load_run(
    run_dir: Path,
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    max_documents: int | None = None,
    given: corrections.Corrections | None = None,
) -> None:
    """Load a corpus, and write the tables `documents`, `segments` and `rejects`.

    What is read out of articles is kept in `articles`, and used again the next time.

    Args:
        run_dir: The run folder; it is no part of the corpus, though it may lie in it.
        path: The corpus, as for `load_corpus`.
        columns: Names of columns in tables of articles, by field, where they have no usual name.
        max_documents: Stop after this many documents.
        given: Corrections of documents by a reader.

    Raises:
        CorpusError: As `load_corpus`.
    """
    given = given or corrections.Corrections()
    schemas = (tables.DOCUMENTS, tables.SEGMENTS, tables.REJECTS)
    run_dir.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        sorters = [Sorter(stack.enter_context(TemporaryFile(dir=run_dir)), schema) for schema in schemas]
        found = iter_rows(
            path,
            columns=columns,
            max_documents=max_documents,
            leave_out=run_dir,
            remembered=run_dir / "articles",
        )
        for documents, *others in found:
            for sorter, rows in zip(sorters, (_corrected(documents, given), *others), strict=True):
                sorter.add(rows)
        runs.write_tables(run_dir, **{s.name: sorter.rows() for s, sorter in zip(schemas, sorters, strict=True)})


def _corrected(documents: pa.Table, given: corrections.Corrections) -> pa.Table:
    if not given.of("documents"):
        return documents
    schema = tables.DOCUMENTS
    return schema.from_pandas(corrections.correct_documents(schema.from_arrow(documents), given))
