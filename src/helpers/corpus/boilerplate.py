"""Tell paragraphs of an article from what a web site puts between and after them.

The patterns are in `data/reference/boilerplate.yaml`; here is how they work together. What is not clearly
boilerplate is body.
"""

import functools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from helpers.corpus.dates import find_dates
from helpers.corpus.wording import WORD
from helpers.resources import read_reference

MAX_HEADLINE_WORDS = 35
_BODY_WORDS_BEFORE_REST = 60
_TAIL = 6
_MAX_MOTTO_WORDS = 12
_FULL_STOP = re.compile(r"[.…;,][\"'”’»)\]]*$")
_QUOTED = re.compile(r"[\"“«„].{10,400}[\"”»“]$", re.DOTALL)
_CLOSED = re.compile(r"[.!?…:][\"'”’»)\]]*$|[\"”»]$")
_AUTHOR_NAME = re.compile(r"(?:[A-Z][\w.'’\-]*(?:\s[A-Z][\w.'’\-]*){1,3}|\w{1,40}_\w{1,40}|about the author)$")
_OTHER_WORD = re.compile(r"\b(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|at\b)[^\W\d_]{2}", re.IGNORECASE)
_GLUE = r"(?:(?<=[.!?…\"'”’»)])\s*|(?<=\n))"
_CREDIT = re.compile(r"(?<=[.!?”\"’])\s+(\((?:additional )?(?:reporting|writing|editing) by [^()]{3,300}\)\.?)$", re.I)


class Pattern(NamedTuple):
    """One entry of the pattern file."""

    regex: re.Pattern[str]
    unless: re.Pattern[str] | None
    entry: dict[str, Any]

    def matches(self, paragraph: str) -> bool:
        """Whether the paragraph is boilerplate by this pattern alone."""
        if self.regex.match(paragraph) is None:
            return False
        return self.unless is None or self.unless.search(paragraph) is None


@functools.cache
def load_patterns() -> dict[str, tuple[Pattern, ...]]:
    """The patterns by group, as in the file."""
    groups = read_reference("boilerplate.yaml")
    whole = {"lists", "rest", "authors"}
    return {name: tuple(_compile(e, e.get("all", name in whole)) for e in group) for name, group in groups.items()}


def is_headline(text: str, *, title_case: bool = False) -> bool:
    """Whether a line looks like a headline: short, on one line, without a full stop, or in title case.

    Args:
        text: A line.
        title_case: Accept a closing full stop if most words have a capital.
    """
    words = WORD.findall(text[:1000])
    if not 0 < len(words) <= MAX_HEADLINE_WORDS or len(text) >= 1000:
        return False
    if not _FULL_STOP.search(text):
        return True
    long_words = [w for w in words if len(w) > 3]
    n_capitals = sum(w[0].isupper() or w[0].isdigit() for w in long_words)
    return title_case and len(long_words) > 2 and n_capitals >= 0.7 * len(long_words)


def _is_date(text: str) -> bool:
    """Whether a line is a date and nothing else but a time or a day of the week."""
    if len(text) > 80:
        return False
    dates = find_dates(text)
    rest = text
    for found in reversed(dates):
        rest = rest[: found.start] + rest[found.end :]
    return bool(dates) and _OTHER_WORD.search(rest) is None


def split_glued(paragraph: str) -> int | None:
    """Where a link or a credit begins that is stuck to the end of a paragraph of prose."""
    credit = _CREDIT.search(paragraph, max(0, len(paragraph) - 500))
    if credit:
        return credit.start(1)
    tail = max(0, len(paragraph) - 400)
    for match in _glued_link().finditer(paragraph, tail):
        if match.start("link") and _follows_headline(paragraph[match.end() :]):
            return match.start("link")
    pointer = _glued_pointer().search(paragraph, max(0, len(paragraph) - 600))
    return pointer.start("pointer") if pointer and pointer.start("pointer") else None


def mark_boilerplate(paragraphs: Sequence[str]) -> list[bool]:
    """Which paragraphs of a text are boilerplate.

    Args:
        paragraphs: All paragraphs of one text, in order, trimmed.

    Returns:
        One value for each paragraph.
    """
    marked = [_stands_alone(p) for p in paragraphs]
    _mark_lists(paragraphs, marked)
    _mark_rest(paragraphs, marked)
    _mark_tail(paragraphs, marked)
    return marked


def _stands_alone(paragraph: str) -> bool:
    if not _any_of("anywhere", "pointers", "links").match(paragraph):
        return False
    patterns = load_patterns()
    if any(pattern.matches(paragraph) for pattern in (*patterns["anywhere"], *patterns["pointers"])):
        return True
    links = (pattern.regex.match(paragraph) for pattern in patterns["links"])
    return any(link and _follows_headline(paragraph[link.end() :]) for link in links)


@functools.cache
def _any_of(*groups: str) -> re.Pattern[str]:
    """What matches wherever a pattern of these groups does, `unless` or not: many times faster than each of them."""
    regexes = [pattern.regex for group in groups for pattern in load_patterns()[group]]
    return re.compile("|".join(f"(?{'i' if r.flags & re.IGNORECASE else ''}s:{r.pattern})" for r in regexes))


def _follows_headline(rest: str) -> bool:
    """Whether what follows "See also" is a headline: it begins like one and is no sentence of the article."""
    line = rest.strip(" \t\u00a0\n:»>|–—-")
    separated = re.match(r"\s*[:»>|–—]|\u00a0|\s{2,}", rest) is not None
    begins = bool(line) and (line[0].isupper() or line[0].isdigit() or line[0] in "\"“‘«'")
    return begins and is_headline(line, title_case=True) and (separated or len(WORD.findall(line)) > 2)


def _mark_lists(paragraphs: Sequence[str], marked: list[bool]) -> None:
    """Set aside lists of headlines with their openers, up to the next prose; openers may be glued to a headline."""
    in_list = False
    for i, paragraph in enumerate(paragraphs):
        if _any_of("lists").match(paragraph) or _glued_opener().match(paragraph):
            in_list = marked[i] = True
        elif in_list and not marked[i]:
            in_list = marked[i] = _is_date(paragraph) or is_headline(paragraph)


def _mark_rest(paragraphs: Sequence[str], marked: list[bool]) -> None:
    n_words = counted = 0  # words, and the paragraphs that they are counted in, once somebody asks
    for i, paragraph in enumerate(paragraphs):
        if _any_of("rest").match(paragraph):
            n_words += sum(len(WORD.findall(paragraphs[k])) for k in range(counted, i) if not marked[k])
            counted = i
            marked[i] = True
            if n_words >= _BODY_WORDS_BEFORE_REST:
                marked[i:] = [True] * (len(marked) - i)
                return


def _mark_tail(paragraphs: Sequence[str], marked: list[bool]) -> None:
    """Set aside author boxes, stamps and stray headlines after the last paragraph of prose."""
    for _ in range(_TAIL):
        left = [i for i, is_boilerplate in enumerate(marked) if not is_boilerplate]
        if len(left) < 2:
            return
        last = left[-1]
        line, followed = paragraphs[last], last + 1 < len(paragraphs)
        if not (
            _is_date(line)
            or _is_author_box(line, paragraphs[last - 1])
            or (followed and _AUTHOR_NAME.match(line) and _is_author_box(paragraphs[last + 1], line))
            or (followed and _is_stray_headline(paragraphs, left))
        ):
            return
        marked[last] = True


def _is_author_box(paragraph: str, before: str) -> bool:
    if _any_of("authors").match(paragraph):
        return True
    short = len(WORD.findall(paragraph)) <= _MAX_MOTTO_WORDS and _QUOTED.match(paragraph) is not None
    return _is_motto(paragraph) or (short and _AUTHOR_NAME.match(before) is not None)


def _is_stray_headline(paragraphs: Sequence[str], left: list[int]) -> bool:
    """A line without a full stop between the end of the article and what follows it, where sentences do have one."""
    *others, last = (paragraphs[i] for i in left)
    n_closed = sum(_CLOSED.search(p) is not None for p in others)
    return is_headline(paragraphs[left[-1]]) and not _CLOSED.search(last) and n_closed >= max(3, 0.7 * len(others))


def _is_motto(paragraph: str) -> bool:
    """Three or more scraps in quotation marks ("Early riser. Tea drinker. Lover of tides."): no speech."""
    if not _QUOTED.match(paragraph):
        return False
    scraps = [WORD.findall(scrap) for scrap in re.split(r"[.!?]", paragraph)]
    lengths = [len(scrap) for scrap in scraps if scrap]
    return len(lengths) >= 3 and sum(lengths) <= 4 * len(lengths)


@functools.cache
def _glued_link() -> re.Pattern[str]:
    links = "|".join(p.entry["pattern"] for p in load_patterns()["links"])
    return re.compile(rf"{_GLUE}(?=[A-Z])(?P<link>(?i:{links}))(?=[\s:\u00a0])")


@functools.cache
def _glued_pointer() -> re.Pattern[str]:
    """A pointer that is the last sentence, or is followed by no more than an author and a title."""
    pointers = "|".join(p.entry["pattern"] for p in load_patterns()["pointers"])
    return re.compile(rf"(?<=[.!?…”\"’»)])\s+(?P<pointer>(?i:{pointers})[^.!?]{{0,200}}[.!?…”“\"’]*\s*[.!?]?$)")


@functools.cache
def _glued_opener() -> re.Pattern[str]:
    """An opener with the first headline glued to it ("Latest newsFerry crews …")."""
    openers = "|".join(p.entry["pattern"] for p in load_patterns()["lists"])
    return re.compile(rf"(?i:{openers})(?<=[a-z])(?=[A-Z“\"‘][^\n]{{10,200}}$)")


def _compile(entry: dict[str, Any], whole: bool) -> Pattern:
    flags = re.DOTALL | (re.NOFLAG if entry.get("case") else re.IGNORECASE)
    end = r"\s*[:.!]?\s*$" if whole else ""
    unless = re.compile(entry["unless"], re.I) if "unless" in entry else None
    return Pattern(re.compile(rf"(?:{entry['pattern']}){end}", flags), unless, entry)
