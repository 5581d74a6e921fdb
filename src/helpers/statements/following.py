"""What the statements of a document follow of the catalogue: so much as its words may name, and no more."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from helpers.statements.deeds import deeds_of
from helpers.statements.issues import Issue, IssueCatalogue
from helpers.statements.matching import IssueMatch, TermKind, iter_terms, term_forms

_REMEMBERED = 4096  # sets of words


class _Term(NamedTuple):
    object: str | None  # of its issue
    words: list[frozenset[str]]  # the forms of each
    text: str  # all that is followed of it


class Following:
    """Tells whether two catalogues are the same for a document.

    Coding reads of a catalogue where its terms are in the text, and of the issues named there their ids, objects and
    deeds. A term cannot be in a text that lacks one of its words.

    Args:
        issues: The catalogue.

    Attributes:
        words: The forms of all words of its terms.
    """

    def __init__(self, issues: IssueCatalogue) -> None:
        deeds = {issue.id: sorted(deeds_of(issue).items()) for issue in issues.issues}
        terms = [
            _term(issue, kind, deeds[issue.id], [term_forms(word) for word in words])
            for issue in issues.issues
            for words, kind in iter_terms(issue)
        ]
        self.words = frozenset[str]().union(*(word for term in terms for word in term.words))
        self._terms: dict[str, list[_Term]] = {}  # by the forms of their first words
        for term in terms:
            for form in term.words[0]:
                self._terms.setdefault(form, []).append(term)
        self._objects = {issue.object for issue in issues.issues} - {None}
        self._order = {issue.id: n for n, issue in enumerate(issues.issues)}
        self._seen = lru_cache(maxsize=_REMEMBERED)(self._find_seen)

    def digest(self, forms: Iterable[str], named: Callable[[], Set[str]]) -> str:
        """The same for catalogues whose terms are found in the same places of a document, for issues about the same.

        Args:
            forms: `forms_of` the document; those that are not among `words` change nothing.
            named: Gives the actors that it names; asked only where that can matter.
        """
        seen, is_contested = self._seen(self.words.intersection(forms))
        objects = self._objects.intersection(named()) if is_contested else ()
        return hashlib.sha256(json.dumps([seen, sorted(objects)]).encode()).hexdigest()[:32]

    def _find_seen(self, there: Set[str]) -> tuple[list[str], bool]:
        """The terms that may be where these words are, and whether who is named may decide between their objects."""
        begun = (term for form in there for term in self._terms.get(form, ()))
        terms = [term for term in begun if not any(word.isdisjoint(there) for word in term.words)]
        return sorted({term.text for term in terms}), len({term.object for term in terms} - {None}) > 1

    def keeps_order(self, rivals: Sequence[str]) -> bool:
        """Whether issues that the same words name are in the same order as before."""
        return sorted(rivals, key=lambda issue_id: self._order.get(issue_id, -1)) == list(rivals)

    def rivals(self, matches: Collection[IssueMatch]) -> list[str]:
        """The issues that the same words name, in the catalogue's order, which decides who comes first."""
        named: dict[tuple[int, int], set[str]] = {}
        for match in matches:
            named.setdefault((match.start, match.end), set()).add(match.issue_id)
        several = set[str]().union(*(ids for ids in named.values() if len(ids) > 1))
        return sorted(several, key=self._order.__getitem__)


def _term(issue: Issue, kind: TermKind, deeds: list[tuple[str, int]], words: list[frozenset[str]]) -> _Term:
    text = json.dumps((issue.id, kind, issue.object, deeds, [sorted(word) for word in words]))
    return _Term(issue.object, words, text)
