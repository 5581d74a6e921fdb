"""Which issues a text is about: the terms of the catalogue, found on lemmas in one pass over a Doc."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc, Span, Token

from helpers.statements.issues import Issue, IssueCatalogue
from helpers.statements.spelling import american

TermKind = Literal["term", "pro", "con"]

_HYPHENS = frozenset("-‐‑–")
_ARTICLES = frozenset({"the", "a", "an"})


class IssueMatch(NamedTuple):
    """One place where an issue is named, or (`pro`, `con`) where a word decides about it."""

    issue_id: str
    start: int  # token positions in the Doc, end exclusive
    end: int
    kind: TermKind


class _Word(NamedTuple):
    """A word of a text, and the same word together with the one that a hyphen joins to it ("cease-fire")."""

    i: int
    forms: frozenset[str]
    joined: frozenset[str]


class _Pattern(NamedTuple):
    forms: tuple[frozenset[str], ...]
    issue_id: str
    kind: TermKind


class IssueMatcher:
    """Finds the terms of a catalogue; built once, used for every Doc.

    A word of a term fits a token if it equals the token's lemma or its lower-case form, or their singular, in
    British or American spelling, so that terms may be written in any number and no lemmatiser has to guess at
    words without a sentence. Hyphens and articles do not count: "cease-fire" is "ceasefire" and "cease fire", and
    "result of the vote" is "result of vote". A term in capitals that would else be a common word ("US", "WHO") fits
    capitals only.
    """

    def __init__(self, catalogue: IssueCatalogue) -> None:
        self._order = {issue.id: number for number, issue in enumerate(catalogue.issues)}
        self._patterns: dict[str, list[_Pattern]] = {}
        for issue in catalogue.issues:
            for pattern in _patterns(issue):
                for form in sorted(pattern.forms[0]):
                    self._patterns.setdefault(form, []).append(pattern)

    def find(self, doc: Doc | Span) -> list[IssueMatch]:
        """All matches, by position and then in the catalogue's order.

        A longer term hides the shorter ones in it, and the deciding words of other issues.
        """
        words = list(_words(doc))
        found = [
            IssueMatch(pattern.issue_id, words[n].i, words[end - 1].i + 1, pattern.kind)
            for n in range(len(words))
            for pattern in self._candidates(words[n])
            if (end := _end(pattern.forms, words, n)) is not None
        ]
        kept = sorted(set(_longest(found)), key=lambda m: (m.start, -m.end, self._order[m.issue_id], m.kind))
        return kept

    def issues(self, doc: Doc | Span) -> list[str]:
        """The ids of the issues that are named, in the catalogue's order."""
        named = {match.issue_id for match in self.find(doc) if match.kind == "term"}
        return sorted(named, key=self._order.__getitem__)

    def _candidates(self, word: _Word) -> Iterator[_Pattern]:
        seen: set[int] = set()
        for form in sorted(word.forms | word.joined):
            for pattern in self._patterns.get(form, ()):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield pattern


def token_forms(token: Token) -> frozenset[str]:
    """Lemma, lower-case form and singular of a token; capitals as they are."""
    return _forms(token.lemma_, token.text)


@lru_cache(maxsize=50_000)
def _forms(lemma: str, text: str) -> frozenset[str]:
    forms = word_forms(lemma) | word_forms(text)
    return forms | {text} if text.isupper() else forms


def word_forms(word: str) -> frozenset[str]:
    """A word in lower case and what its singular may be, in one spelling.

    Example:
        >>> sorted(word_forms("Parties"))
        ['partie', 'parties', 'party']
    """
    lower = word.lower().replace("’", "'")
    forms = {lower}
    if len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        forms.add(lower[:-1])
        if lower.endswith("ies"):
            forms.add(lower[:-3] + "y")
        elif lower.endswith(("ches", "shes", "xes", "sses")):
            forms.add(lower[:-2])
    return frozenset(american(form) for form in forms)


def split_term(term: str) -> list[str]:
    """The words of a term, cut as the tokenizer cuts running text; without hyphens, and articles if there is more.

    Example:
        >>> split_term("the people's no-fly zone")
        ['people', "'s", 'no', 'fly', 'zone']
    """
    words = [word for word in re.findall(r"'s\b|\w+|[^\w\s]", term.replace("’", "'")) if word not in _HYPHENS]
    return [word for word in words if word.lower() not in _ARTICLES] or words


def _patterns(issue: Issue) -> Iterator[_Pattern]:
    kinds: tuple[tuple[TermKind, Iterable[str]], ...] = (
        ("term", issue.terms),
        ("pro", issue.pro_terms),
        ("con", issue.con_terms),
    )
    for kind, terms in kinds:
        for term in terms:
            together = re.sub(r"(?<=\w)[-‐‑](?=\w)", "", term)
            for spelling in dict.fromkeys((term, together)):
                words = split_term(spelling)
                if words:
                    yield _Pattern(tuple(_term_forms(word) for word in words), issue.id, kind)


def _term_forms(word: str) -> frozenset[str]:
    """The forms of a word of a term; of "US", which is no "us", only itself."""
    common = word.isupper() and len(word) > 1 and word.lower() in STOP_WORDS
    return frozenset({word}) if common else word_forms(word)


def _words(doc: Doc | Span) -> Iterator[_Word]:
    """The words of a text without articles and the hyphens inside words."""
    tokens = list(doc)
    for n, token in enumerate(tokens):
        if token.lower_ in _ARTICLES or (_is_hyphen(tokens, n)):
            continue
        joined: frozenset[str] = frozenset()
        if n + 2 < len(tokens) and _is_hyphen(tokens, n + 1):
            joined = word_forms(token.text + tokens[n + 2].text) | word_forms(token.text + tokens[n + 2].lemma_)
        yield _Word(token.i, token_forms(token), joined)


def _is_hyphen(tokens: Sequence[Token], n: int) -> bool:
    """Whether a token joins the words around it, without a space."""
    inside = 0 < n < len(tokens) - 1
    return inside and tokens[n].text in _HYPHENS and not tokens[n].whitespace_ and not tokens[n - 1].whitespace_


def _end(pattern: Sequence[frozenset[str]], words: Sequence[_Word], n: int) -> int | None:
    """Where a pattern that starts at word `n` ends (exclusive), if it fits there."""
    if not pattern:
        return n
    if n >= len(words):
        return None
    if words[n].joined & pattern[0] and (end := _end(pattern[1:], words, n + 2)) is not None:
        return end
    return _end(pattern[1:], words, n + 1) if words[n].forms & pattern[0] else None


def _longest(matches: list[IssueMatch]) -> Iterator[IssueMatch]:
    """Matches that do not lie inside a longer term; deciding words may lie inside a term of their own issue."""
    reach: tuple[int, int] = (-1, -1)
    terms: list[IssueMatch] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if match.kind == "term" and (match.end > reach[1] or (match.start, match.end) == reach):
            reach = (match.start, match.end)
            terms.append(match)
            yield match
    for match in matches:
        around = [t for t in terms if t.start <= match.start and match.end <= t.end and t[1:3] != match[1:3]]
        if match.kind != "term" and all(t.issue_id == match.issue_id for t in around):
            yield match
