"""Which issues a text is about: the terms of the catalogue, found on lemmas in one pass over a Doc."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from spacy.tokens import Doc, Span, Token

from helpers.statements.issues import Issue, IssueCatalogue

TermKind = Literal["term", "pro", "con"]


class IssueMatch(NamedTuple):
    """One place where an issue is named, or (`pro`, `con`) where a word decides about it."""

    issue_id: str
    start: int  # token positions in the Doc, end exclusive
    end: int
    kind: TermKind


class _Pattern(NamedTuple):
    forms: tuple[frozenset[str], ...]
    issue_id: str
    kind: TermKind


class IssueMatcher:
    """Finds the terms of a catalogue; built once, used for every Doc.

    A word of a term fits a token if it equals the token's lemma or its lower-case form, or their singular,
    so that terms may be written in any number and no lemmatiser has to guess at words without a sentence.
    """

    def __init__(self, catalogue: IssueCatalogue) -> None:
        self._order = {issue.id: number for number, issue in enumerate(catalogue.issues)}
        self._patterns: dict[str, list[_Pattern]] = {}
        for issue in catalogue.issues:
            for pattern in _patterns(issue):
                for form in sorted(pattern.forms[0]):
                    self._patterns.setdefault(form, []).append(pattern)

    def find(self, doc: Doc | Span) -> list[IssueMatch]:
        """All matches, by position and then in the catalogue's order; a longer term hides the shorter ones in it."""
        tokens = list(doc)
        forms = [token_forms(token) for token in tokens]
        found = [
            IssueMatch(pattern.issue_id, tokens[n].i, tokens[n].i + len(pattern.forms), pattern.kind)
            for n in range(len(tokens))
            for pattern in self._candidates(forms[n])
            if _fits(pattern, forms, n)
        ]
        kept = sorted(set(_longest(found)), key=lambda m: (m.start, -m.end, self._order[m.issue_id], m.kind))
        return kept

    def issues(self, doc: Doc | Span) -> list[str]:
        """The ids of the issues that are named, in the catalogue's order."""
        named = {match.issue_id for match in self.find(doc) if match.kind == "term"}
        return sorted(named, key=self._order.__getitem__)

    def _candidates(self, forms: frozenset[str]) -> Iterator[_Pattern]:
        seen: set[int] = set()
        for form in sorted(forms):
            for pattern in self._patterns.get(form, ()):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield pattern


def token_forms(token: Token) -> frozenset[str]:
    """Lemma, lower-case form and singular of a token."""
    return word_forms(token.lemma_) | word_forms(token.text)


def word_forms(word: str) -> frozenset[str]:
    """A word in lower case and what its singular may be.

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
    return frozenset(forms)


def split_term(term: str) -> list[str]:
    """The words of a term, cut as the tokenizer cuts running text.

    Example:
        >>> split_term("people's choice")
        ['people', "'s", 'choice']
    """
    return re.findall(r"'s\b|\w+|[^\w\s]", term.replace("’", "'"))


def _patterns(issue: Issue) -> Iterator[_Pattern]:
    kinds: tuple[tuple[TermKind, Iterable[str]], ...] = (
        ("term", issue.terms),
        ("pro", issue.pro_terms),
        ("con", issue.con_terms),
    )
    for kind, terms in kinds:
        for term in terms:
            words = split_term(term)
            if words:
                yield _Pattern(tuple(word_forms(word) for word in words), issue.id, kind)


def _fits(pattern: _Pattern, forms: list[frozenset[str]], start: int) -> bool:
    window = forms[start : start + len(pattern.forms)]
    return len(window) == len(pattern.forms) and all(a & b for a, b in zip(window, pattern.forms, strict=True))


def _longest(matches: list[IssueMatch]) -> Iterator[IssueMatch]:
    """Matches of terms that do not lie inside a longer term; deciding words are kept as they are."""
    reach: tuple[int, int] = (-1, -1)
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if match.kind != "term":
            yield match
        elif match.end > reach[1] or (match.start, match.end) == reach:
            reach = (match.start, match.end)
            yield match
