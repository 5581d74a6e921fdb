"""Hand annotations to compare a run with: the layout of data/gold, or brat folders as in PolNeAR."""

import json
import reprlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from helpers.errors import CorpusError, ParameterError

SPLITS = ("all", "dev", "held_out")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": ("document_id", "published", "published_from"),
    "segments": ("document_id", "start", "end", "kind", "text"),
    "mentions": ("document_id", "start", "end", "text", "actor_id"),
    "quotations": (
        "document_id", "kind", "content", "content_spans", "cue", "cue_start", "cue_end",
        "source", "source_start", "source_end", "speaker_id", "actor_id", "resolution",
    ),
    "statements": (
        "document_id", "actor_id", "issue_id", "agreement", "target_id",
        "evidence", "evidence_start", "evidence_end", "from_quotation",
    ),
}  # fmt: skip

type Row = dict[Any, Any]
type Spans = list[tuple[int, int]]


class GoldQuotation(NamedTuple):
    """A quotation as annotated; in brat folders without kind, speaker and actor."""

    content: str
    content_spans: Spans
    source_spans: Spans
    kind: str | None = None
    speaker_id: str | None = None
    actor_id: str | None = None


class GoldArticle(NamedTuple):
    """One article's annotation, complete; the tables are empty in brat folders."""

    document_id: str
    quotations: list[GoldQuotation]
    tables: Mapping[str, list[Row]]


def read_gold(folder: Path, *, split: str = "all") -> list[GoldArticle]:
    """Read annotations.

    Args:
        folder: Holds `documents.jsonl`, `quotations.jsonl` … as described in data/README.md, or the brat folders
            `text/` and `attributions/`, with the roles Source, Cue and Content on events.
        split: `held_out` are the articles listed in `held_out.txt`, `dev` the others.

    Returns:
        The annotated articles, sorted by id.

    Raises:
        CorpusError: If the folder is neither, or a file in it cannot be read.
        ParameterError: If the split is unknown, or the folder is not divided.
    """
    if split not in SPLITS:
        raise ParameterError(f"Unknown split {split!r}; allowed are {', '.join(SPLITS)}.")
    if is_brat(folder):
        articles = _read_brat(folder)
    elif (folder / "documents.jsonl").is_file():
        articles = _read_tables(folder)
    else:
        raise CorpusError(
            f"{folder} holds no annotations. Give a folder with documents.jsonl, quotations.jsonl … as in data/gold, "
            "or one with the brat folders text/ and attributions/."
        )
    if split == "all":
        return articles
    held_out = _held_out(folder, split)
    return [article for article in articles if (article.document_id in held_out) == (split == "held_out")]


def is_brat(folder: Path) -> bool:
    """Whether a folder holds brat annotations."""
    return (folder / "attributions").is_dir()


def _held_out(folder: Path, split: str) -> frozenset[str]:
    path = folder / "held_out.txt"
    if not path.is_file():
        raise ParameterError(f"Split {split!r} needs {path}, a list of document ids; without it use 'all'.")
    return frozenset(_read(path).split())


def _read_tables(folder: Path) -> list[GoldArticle]:
    found = {name: _read_lines(folder / f"{name}.jsonl", columns) for name, columns in COLUMNS.items()}
    document_ids = sorted({row["document_id"] for row in found["documents"]})
    tables: dict[str, dict[str, list[Row]]] = {i: {name: [] for name in COLUMNS} for i in document_ids}
    for name, rows in found.items():
        for row in rows:
            if row["document_id"] not in tables:
                raise CorpusError(f"{folder / name}.jsonl: '{row['document_id']}' is not in documents.jsonl.")
            tables[row["document_id"]][name].append(row)
    return [GoldArticle(i, [_quotation(row) for row in rows["quotations"]], rows) for i, rows in tables.items()]


def _read_lines(path: Path, columns: tuple[str, ...]) -> list[Row]:
    rows = []
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CorpusError(f"{path}, line {number}, is not JSON: {error}.") from None
        missing = [name for name in columns if not isinstance(row, dict) or name not in row]
        if missing:
            raise CorpusError(f"{path}, line {number}, lacks {', '.join(missing)}; see data/README.md.")
        for name in columns:
            if not _fits(name, row[name]):
                raise CorpusError(
                    f"{path}, line {number}: {name} cannot be {reprlib.repr(row[name])}; see data/README.md."
                )
        rows.append(row)
    return rows


def _fits(column: str, value: Any) -> bool:
    """Whether a column may hold such a value."""
    if column.endswith("_spans"):
        return isinstance(value, list) and all(
            isinstance(span, list) and len(span) == 2 and all(map(_is_offset, span)) for span in value
        )
    if column.endswith(("start", "end")):
        return _is_offset(value) or (value is None and column.startswith(("cue_", "source_")))
    if column == "agreement":
        return isinstance(value, int | float)
    if column == "from_quotation":
        return isinstance(value, bool)
    return isinstance(value, str) or (value is None and column != "document_id")


def _is_offset(value: Any) -> bool:
    return type(value) is int and value >= 0


def _quotation(row: Row) -> GoldQuotation:
    spans = [(start, end) for start, end in row["content_spans"]]
    source = (row["source_start"], row["source_end"])
    named = [] if None in source else [source]
    return GoldQuotation(row["content"], spans, named, row["kind"], row["speaker_id"], row["actor_id"])


def _read_brat(folder: Path) -> list[GoldArticle]:
    stems = {path.stem for path in (folder / "text").glob("*.txt")}
    articles: dict[str, GoldArticle] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        # PolNeAR appends the annotator's name to the text's; of two annotators the first counts.
        stem = path.stem if path.stem in stems else path.stem.rpartition("_")[0]
        if stem in stems and stem not in articles:
            articles[stem] = GoldArticle(stem, _read_events(path), {})
    if not articles:
        raise CorpusError(f"No file in {folder / 'attributions'} is named after a text in {folder / 'text'}.")
    return [articles[stem] for stem in sorted(articles)]


def _read_events(path: Path) -> list[GoldQuotation]:
    marked: dict[str, tuple[Spans, str]] = {}
    events: list[list[tuple[str, str]]] = []
    try:
        for line in _read(path).split("\n"):
            key, *fields = line.split("\t")
            if key.startswith("T"):
                pieces = [piece.split() for piece in fields[0].partition(" ")[2].split(";")]
                marked[key] = [(int(start), int(end)) for start, end in pieces], fields[1]
            elif key.startswith("E"):
                arguments = (argument.partition(":") for argument in fields[0].split())
                events.append([(role.rstrip("0123456789"), of) for role, _, of in arguments])
        quotations = [_event_quotation(event, marked) for event in events]
    except (ValueError, KeyError, IndexError) as error:
        raise CorpusError(f"{path} is not a brat annotation: {error!r}.") from None
    return [quotation for quotation in quotations if quotation.content_spans]


def _event_quotation(event: list[tuple[str, str]], marked: Mapping[str, tuple[Spans, str]]) -> GoldQuotation:
    contents = sorted({key: marked[key] for role, key in event if role == "Content"}.values())
    sources = sorted(span for role, key in event if role == "Source" for span in marked[key][0])
    text = " ".join(words for _, words in contents)
    return GoldQuotation(text, [span for spans, _ in contents for span in spans], sources)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read: {error}.") from None
