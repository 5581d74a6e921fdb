"""What was read out of articles before: of a corpus that is loaded again, only what is new costs time."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import starmap
from pathlib import Path

from helpers import runs
from helpers.corpus.articles import Article, RawArticle, Reject, Segment
from helpers.corpus.reading import UNEXPECTED, read_article
from helpers.corpus.wording import Wording
from helpers.files import replacing
from helpers.resources import REFERENCE

_NAME = "articles.sqlite"
_LENGTH = 16  # of a check
_AFTER_TEXT = RawArticle._fields.index("text") + 1


class Remembered:
    """Reads articles, or remembers what was read out of them: by all that is known of each beforehand."""

    def __init__(self, before: sqlite3.Connection | None, now: sqlite3.Connection) -> None:
        self._before, self._now = before, now
        # With rowids: rows lie in the order of the corpus, in which they are read again, and not in that of the keys.
        now.execute("CREATE TABLE articles (raw BLOB PRIMARY KEY, outcome TEXT, wording BLOB)")

    def read(self, raw: RawArticle) -> Article | Reject:
        """As `read_article`."""
        key = _key(raw)
        known = self._known(key)
        outcome = read_article(raw) if known is None else _restored(raw, known[0][_LENGTH:], known[1])
        if not (isinstance(outcome, Reject) and outcome.reason == UNEXPECTED):  # it may go well the next time
            self._now.execute("INSERT OR IGNORE INTO articles VALUES (?, ?, ?)", (key, *(known or _kept(key, outcome))))
        return outcome

    def _known(self, key: bytes) -> tuple[str, bytes] | None:
        """What is known of an article, as `_kept` gave it; nothing where it is damaged."""
        if self._before is None:
            return None
        try:
            found = self._before.execute("SELECT outcome, wording FROM articles WHERE raw = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        text, wording = (str(found[0]), bytes(found[1])) if found else ("", b"")
        return (text, wording) if found and text[:_LENGTH] == _check(key, text[_LENGTH:], wording) else None


@contextmanager
def remembering(folder: Path) -> Iterator[Remembered]:
    """Remember what a folder holds of an earlier time; what is read meanwhile is there the next time.

    Nothing is remembered of other versions of the code, of its word lists or of what it is built on.
    """
    settings = runs.fingerprint(Path(__file__).parent, REFERENCE, json.dumps(runs.versions()))[:16]
    path = folder / f"{settings}.{_NAME}"
    with replacing(path) as temporary, closing(sqlite3.connect(temporary)) as now:
        now.execute("PRAGMA journal_mode = OFF")  # the file counts only when it is complete and has its name
        now.execute("PRAGMA synchronous = OFF")
        now.execute("PRAGMA page_size = 16384")  # three times an article: few of them are spread over several pages
        if path.exists():
            with closing(sqlite3.connect(path)) as before:
                before.execute("BEGIN")  # or the file would be locked and looked at again for each article
                yield Remembered(before, now)
        else:
            yield Remembered(None, now)
        now.commit()
    for other in sorted(folder.glob(f"*.{_NAME}")):
        if other != path:
            other.unlink()


def _key(raw: RawArticle) -> bytes:
    """A digest of all that is known; the text, by far the longest, as it is, behind a line without line breaks."""
    known = repr((raw.source, raw.name, *raw[_AFTER_TEXT:]))
    return hashlib.sha256(f"{known}\n{raw.text}".encode("utf-8", "surrogatepass")).digest()


def _check(key: bytes, text: str, wording: bytes) -> str:
    return hashlib.sha256(b"".join((key, text.encode(), wording))).hexdigest()[:_LENGTH]


def _kept(key: bytes, outcome: Article | Reject) -> tuple[str, bytes]:
    """What is not known of the raw article, as JSON behind a check, and its wording."""
    known = ("name", "source", "text", "wording")
    kept = {name: value for name, value in outcome._asdict().items() if name not in known}
    text, wording = json.dumps(kept, default=str), b"" if isinstance(outcome, Reject) else outcome.wording.packed()
    return _check(key, text, wording) + text, wording


def _restored(raw: RawArticle, text: str, wording: bytes) -> Article | Reject:
    kept = json.loads(text)
    if "reason" in kept:
        return Reject(raw.source, **kept)
    published = kept["published"] and date.fromisoformat(kept["published"])
    segments = tuple(starmap(Segment, kept["segments"]))
    kept |= {"published": published, "segments": segments, "flags": tuple(kept["flags"])}
    kept["wording"] = Wording.unpacked(wording)
    return Article(name=raw.name, source=raw.source, text=raw.text, **kept)
