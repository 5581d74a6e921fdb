"""Bylines, date lines and datelines: what the head of an article says about who wrote it, where and when."""

import functools
import re
from datetime import date
from typing import NamedTuple

from helpers.corpus.articles import printable
from helpers.corpus.dates import find_dates, find_days_without_year
from helpers.corpus.wording import WORD
from helpers.resources import read_reference

_MAX_LINE = 160
_NAME = r"[^\W\d_a-z][\w.'’\-]*"
_BYLINE = re.compile(
    r"(?:(?:written |story |text |report |reported |posted |article )?by[:\s]|authors?\s*:|reporters?\s*:|byline\s*:)"
    r"\s*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SMALL_WORDS = frozenset(
    {"and", "with", "in", "for", "of", "the", "de", "van", "von", "der", "al", "el", "di", "da", "&"}
)
_TIME = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?(?![a-z])"
    r"|\(?(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?\)?|\b(?:UTC|GMT|[ECMP][SD]T|CES?T|BST|MSK|local time)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:first |originally |last )?(?:published|posted|updated|modified|created|issued|released|added|date|dated|time"
    r"|on|at|in|publication date|by|admin|editor|staff|webmaster|read|mins?|minutes?"
    r"|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b",
    re.IGNORECASE,
)
_USER_NAME = re.compile(r"\bby\s+[a-z\d][\w.-]*\s*$")
_SECTIONS = re.compile(r"\b(?i:views|reads|comments|shares)\s*:?\s*[\d\s.,]+|\|\s*[A-Z]\w+(?=\s*(?:\||$))")
_STAMP_LABEL = re.compile(r"\s*(?:date|(?:first |last )?(?:published|posted|updated)(?: on| at)?)\b\s*:?\s*", re.I)
_ONLY_UPDATED = re.compile(r"\s*(?:last )?(?:updated|modified)\b", re.IGNORECASE)
_CAPITALS = r"[A-Z][A-Z'’.\-]+"
_PLACE = (
    rf"(?:{_CAPITALS}(?:[ ](?:{_CAPITALS}|[A-Z]\b)){{0,3}}(?:/{_CAPITALS})?(?:,\s(?:[A-Z][\w.]+)(?:\s[A-Z][\w.]+)?)?)"
)
_NOT_A_PLACE = r"(?!(?:On|At|In|By|Since|From|Until|After|Before|The|Published|Updated)\b)"
_PLACE_NAME = rf"(?:{_NOT_A_PLACE}{_NAME}(?:\s{_NAME}){{0,2}}(?:,\s{_NAME}(?:\s{_NAME})?)?)"
_WHEN = (
    r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?"
    r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?(?:\s\d{4})?|\d{4}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}))"
)
_AGENCY = r"(?:\((?P<agency>[^()\d]{2,40})\)|/(?P<agency2>[^/\d]{2,40})/\.?)"
_DASH = r"\s*(?:[—–:]|-{1,2}(?=\s))\s*"
_DATELINES = (
    re.compile(rf"{_PLACE}(?:,?\s+(?P<when>{_WHEN}))?[.,]?\s*{_AGENCY}(?:{_DASH}|\s+)(?=\S)"),
    re.compile(rf"{_PLACE_NAME},?\s+(?P<when>{_WHEN})[.,]?\s*(?:\((?P<agency>[^()\d]{{2,40}})\))?{_DASH}(?=\S)"),
    re.compile(rf"{_PLACE_NAME}\s*\((?P<agency>[^()\d]{{2,40}})\){_DASH}(?=\S)"),
    re.compile(r"\((?P<agency>[^()\d]{2,40})\)\s*(?:[—–]|-{1,2})\s+(?=\S)"),
    re.compile(rf"{_PLACE}(?:,?\s+(?P<when>{_WHEN}))?\s*(?:[—–]|\s-{{1,2}}(?=\s))\s*(?=[\"“‘«(]?[A-Z0-9])"),
)


class Header(NamedTuple):
    """What one line of the head says."""

    byline: str | None = None
    outlet: str | None = None
    days: tuple[date, ...] | None = None
    origin: str = "text"


@functools.cache
def _words(key: str) -> frozenset[str]:
    return frozenset(read_reference("outlets.yaml")[key])


def read_byline(line: str) -> Header | None:
    """Read "By A. Person, OUTLET", also with a date behind it.

    Example:
        >>> read_byline("By Ilse Brandt and Tam Orlo, HARBOUR MAIL")[:2]
        ('Ilse Brandt and Tam Orlo', 'HARBOUR MAIL')
        >>> read_byline("By Monday the pier was empty.")
    """
    match = _BYLINE.match(line) if len(line) <= _MAX_LINE else None
    if match is None:
        return None
    rest, dates = match["rest"], find_dates(match["rest"])
    days = dates[0].days if dates else None
    for found in reversed(dates):
        rest = rest[: found.start] + "|" + rest[found.end :]
    rest = _TIME.sub("|", rest)
    parts = [p for p in (part.strip(" ,;.-–—|•·") for part in re.split(r"[,|•·\n]|\s[–—-]\s", rest)) if p]
    if not parts or not all(_is_name(part) for part in parts) or (line.endswith((".", "!", "?")) and len(parts) < 2):
        return None
    parts = [part for part in parts if not _is_role(part)] or parts
    outlet = parts.pop() if len(parts) > 1 and _is_outlet(parts[-1]) else None
    return Header(byline=printable(", ".join(parts)), outlet=printable(outlet) if outlet else None, days=days)


def read_date_line(line: str) -> Header | None:
    """Read a line that is mostly a date: "Published: 12 March 2024, 10:30", "Posted on 2024-03-12 by admin".

    A place in front of the date makes it a dateline of its own ("LISENNE, 12 March 2024").
    """
    if len(line) > _MAX_LINE:
        return None
    dates = find_dates(line)
    spans = [(d.start, d.end) for d in dates] or find_days_without_year(line)
    if not spans:
        return None
    rest = _USER_NAME.sub("", line)
    for start, end in reversed(spans):
        rest = rest[:start] + " | " + rest[end:]
    rest = _SECTIONS.sub(" ", rest)
    place, _, after = _LABEL.sub(" ", _TIME.sub(" ", rest)).partition("|")
    left, right = WORD.findall(place), [w for w in WORD.findall(after) if not w.isdigit()]
    posted_by = re.search(rf"\bby\s+({_NAME}(?:\s{_NAME}){{0,2}})\s*$", line)
    author = posted_by[1] if posted_by and posted_by[1].lower() not in ("admin", "editor", "staff") else None
    if not (all(w[0].isupper() for w in left) and len(left) <= 3) or (right and not author):
        return None
    days = None if _ONLY_UPDATED.match(line) or not dates else dates[0].days
    return Header(byline=author, days=days, origin="dateline" if left else "text")


def is_labelled(line: str) -> bool:
    """Whether a line says itself that it is about the date ("Published: …")."""
    return _STAMP_LABEL.match(line) is not None


def split_stamp(line: str) -> int | None:
    """Where the text begins that is glued to a stamp ("date 2024-03-12 19:00 (UTC+04:00)Crews return").

    A stamp has a date and a label or a time of day, and comes first; "12 March 2024 was cold" has none.
    """
    label = _STAMP_LABEL.match(line)
    end = label.end() if label else 0
    n_dates = n_times = 0
    while True:
        rest = line[end : end + 100]
        skipped = end + len(rest) - len(rest.lstrip(" ,|•·-–"))
        found = next((d for d in find_dates(line[skipped : skipped + 40]) if d.start == 0), None)
        time = _TIME.match(line, skipped)
        if found is None and time is None:
            break
        n_dates += found is not None
        n_times += found is None
        end = skipped + found.end if found else time.end()  # type: ignore[union-attr]
    start = end + len(line[end:]) - len(line[end:].lstrip(" ,|•·-–"))
    follows = start < len(line) and (line[start].isupper() or line[start] in '"“‘«')
    return start if n_dates and (label or n_times) and follows else None


def read_dateline(start: str) -> tuple[int, Header] | None:
    """Read "PORT SELM, March 12 (Agency) - " at the beginning of a paragraph.

    Returns:
        Its length, up to the first word of the paragraph itself, and what it says.
    """
    for pattern in _DATELINES:
        match = pattern.match(start)
        if match is None:
            continue
        groups = match.groupdict()
        agency = groups.get("agency") or groups.get("agency2")
        dates = find_dates(match[0])
        days = dates[0].days if dates else None
        return match.end(), Header(outlet=printable(agency) if agency else None, days=days, origin="dateline")
    return None


def _is_name(part: str) -> bool:
    words = part.split()
    small = all(w[0].isupper() or w.lower() in _SMALL_WORDS or w[0] in "@(" for w in words)
    return len(words) <= 8 and (small or _is_role(part))


def _is_role(part: str) -> bool:
    """What a journalist is ("diplomatic correspondent"), not who."""
    return part.split()[-1].casefold() in _words("roles")


def _is_outlet(part: str) -> bool:
    return part.isupper() or any(word.casefold() in _words("words") for word in part.split())
