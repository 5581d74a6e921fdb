"""Understand one article on its own: its parts, language, date and outlet, whatever else is in the corpus."""

import re
from functools import cache

from helpers.corpus.articles import Article, RawArticle, Reject, Rejected, printable
from helpers.corpus.dates import choose_date, date_in_file_name, date_in_url, parse_date
from helpers.corpus.language import require_english
from helpers.corpus.layout import read_layout
from helpers.corpus.wording import WORD, read_wording
from helpers.resources import read_reference

UNEXPECTED = "analysis_failed"  # the reason of a reject that says nothing about the article itself


def read_article(raw: RawArticle) -> Article | Reject:
    """Understand one article on its own."""
    try:
        return _read_article(raw)
    except Rejected as rejected:
        return Reject(raw.source, rejected.reason, rejected.detail)
    except Exception as error:
        # One article that cannot be understood must not end the run.
        return Reject(raw.source, UNEXPECTED, printable(f"{type(error).__name__}: {error}")[:200])


def _read_article(raw: RawArticle) -> Article:
    layout = read_layout(raw.text, title=raw.title)
    body = "\n".join(raw.text[s.start : s.end] for s in layout.segments if s.kind == "body")
    if not body:
        raise Rejected("boilerplate_only", "no paragraph is left besides titles, bylines, dates and boilerplate")
    words, titles = WORD.findall(body), [s for s in layout.segments if s.kind == "title"]
    language = require_english(body)
    chosen = choose_date(
        (
            ("metadata", parse_date(raw.date) if raw.date else None),
            ("metadata", date_in_url(raw.url) if raw.url else None),
            ("dateline", layout.dateline_days),
            ("filename", date_in_file_name(raw.name) if raw.dated_name else None),
            ("text", layout.header_days),
        )
    )
    return Article(
        name=raw.name,
        source=raw.source,
        title=raw.title or layout.title,
        outlet=raw.outlet or layout.outlet or _outlet_of_folder(raw.folder),
        byline=raw.byline or layout.byline,
        published=chosen.published,
        published_from=chosen.published_from,
        language=language,
        text=raw.text,
        segments=layout.segments,
        n_words=len(words) + sum(len(WORD.findall(raw.text, s.start, s.end)) for s in titles),
        wording=read_wording(words),
        flags=raw.flags + chosen.flags,
    )


def _outlet_of_folder(folder: str | None) -> str | None:
    """The outlet that a top-level folder is named after.

    Example:
        >>> _outlet_of_folder("harbour_mail"), _outlet_of_folder("2024"), _outlet_of_folder("html")
        ('Harbour Mail', None, None)
    """
    if folder is None or re.search(r"\d", folder) or folder.casefold() in _other_folders():
        return None
    words = printable(re.sub(r"[\W_]+", " ", folder)).split()
    return " ".join(word[0].upper() + word[1:] for word in words) or None


@cache
def _other_folders() -> frozenset[str]:
    return frozenset(read_reference("outlets.yaml")["folders"])
