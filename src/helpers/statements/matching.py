"""Which issues a text is about: the terms of the catalogue, found on lemmas in one pass over a Doc."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import islice
from typing import Literal, NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc, Span, Token

from helpers.statements.issues import Issue, IssueCatalogue
from helpers.statements.predicated import Described, described, iter_predicated
from helpers.statements.spelling import american

TermKind = Literal["term", "pro", "con"]

_HYPHENS = frozenset("-‐‑–")
_REMEMBERED = 50_000  # words of which it is known whether a term begins with them
_PREPOSITIONS = ("of", "on", "for", "over")
_ARTICLES = frozenset({"the", "a", "an"})


class IssueMatch(NamedTuple):
    """One place where an issue is named, or (`pro`, `con`) where a word decides about it."""

    issue_id: str
    start: int  # token positions in the Doc, end exclusive
    end: int
    kind: TermKind


class _Prefix:
    """The beginning that some terms share: the words that may follow, and what is complete here."""

    def __init__(self) -> None:
        self.following: dict[frozenset[str], _Prefix] = {}
        self.by_form: dict[str, list[_Prefix]] = {}
        self.complete: list[tuple[str, TermKind]] = []

    def then(self, forms: frozenset[str]) -> "_Prefix":
        """The prefix that is longer by a word with these forms."""
        if forms not in self.following:
            longer = self.following[forms] = _Prefix()
            for form in forms:
                self.by_form.setdefault(form, []).append(longer)
        return self.following[forms]

    def fitting(self, forms: frozenset[str]) -> "list[_Prefix]":
        """The longer prefixes of which a word with one of these forms may be the last."""
        return list(dict.fromkeys(longer for form in forms for longer in self.by_form.get(form, ())))


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
        self._terms = _Prefix()
        self._described: list[Described] = []
        for issue in catalogue.issues:
            for words, kind in iter_terms(issue):
                reduce(_Prefix.then, map(term_forms, words), self._terms).complete.append((issue.id, kind))
                told = described(issue.id, words) if kind == "term" else None
                self._described += [told] if told is not None else []
        self._beginnings: dict[tuple[str, str], bool] = {}

    def find(self, doc: Doc | Span) -> list[IssueMatch]:
        """All matches, by position and then in the catalogue's order.

        A longer term hides the shorter ones in it, and the deciding words of other issues.
        """
        words = _Words(doc)
        found = [
            IssueMatch(issue_id, words[n].i, words[end - 1].i + 1, kind)
            for n in range(len(words))
            if self._may_begin(words, n)
            for issue_id, kind, end in self._from(words, n)
        ]
        found += [IssueMatch(i, noun.i, noun.i + 1, "term") for i, noun in iter_predicated(doc, self._described)]
        kept = sorted(set(_longest(found)), key=lambda m: (m.start, -m.end, self._order[m.issue_id], m.kind))
        return kept

    def issues(self, doc: Doc | Span) -> list[str]:
        """The ids of the issues that are named, in the catalogue's order."""
        named = {match.issue_id for match in self.find(doc) if match.kind == "term"}
        return sorted(named, key=self._order.__getitem__)

    def _may_begin(self, words: "_Words", n: int) -> bool:
        """Whether some term begins with a word like this one: seldom, and looked up at once."""
        token = words[n]
        key = (token.lemma_, token.text)
        if key not in self._beginnings:
            if len(self._beginnings) >= _REMEMBERED:
                self._beginnings.clear()
            self._beginnings[key] = bool(self._terms.fitting(token_forms(token)))
        return self._beginnings[key] or any(self._terms.fitting(joined) for joined in words.joined(n))

    def _from(self, words: "_Words", start: int) -> Iterator[tuple[str, TermKind, int]]:
        """The terms that begin at a word, and where each ends (exclusive)."""
        open_ones = [(self._terms, start)]
        while open_ones:
            prefix, n = open_ones.pop()
            for issue_id, kind in prefix.complete:
                yield issue_id, kind, n
            if n < len(words):
                open_ones += [(longer, n + 2) for joined in words.joined(n) for longer in prefix.fitting(joined)]
                open_ones += [(longer, n + 1) for longer in prefix.fitting(token_forms(words[n]))]


def token_forms(token: Token) -> frozenset[str]:
    """Lemma, lower-case form and singular of a token; capitals as they are."""
    return _forms(token.lemma_, token.text)


def forms_of(doc: Doc) -> frozenset[str]:
    """All that `IssueMatcher.find` compares with terms: a term can be named only if each of its words fits one."""
    words = _Words(doc)
    alone = (_forms(*each) for each in {(token.lemma_, token.text) for token in doc})
    together = (joined for n in range(len(words)) for joined in words.joined(n))
    return frozenset().union(*alone, *together)


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


def iter_terms(issue: Issue) -> Iterator[tuple[list[str], TermKind]]:
    """The words of each term, in the spellings that it may have."""
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
                    yield words, kind
                if kind == "term":
                    yield from ((turned, kind) for turned in _turned(words))


def _turned(words: list[str]) -> Iterator[list[str]]:
    """A term of two nouns the other way round: "arms delivery" as "delivery of arms", and back."""
    if len(words) == 2 and all(word.isalpha() and word.lower() not in STOP_WORDS for word in words):
        yield from ([words[1], preposition, words[0]] for preposition in _PREPOSITIONS)
    elif len(words) == 3 and words[1].lower() in _PREPOSITIONS:
        yield [words[2], words[0]]


def term_forms(word: str) -> frozenset[str]:
    """The forms of a word of a term; of "US", which is no "us", only itself."""
    common = word.isupper() and len(word) > 1 and word.lower() in STOP_WORDS
    return frozenset({word}) if common else word_forms(word)


class _Words:
    """The words of a text without articles and the hyphens inside words."""

    def __init__(self, doc: Doc | Span) -> None:
        self._tokens = list(doc)
        self._texts = [token.text for token in self._tokens]
        self._hyphens = {n for n, text in enumerate(self._texts) if text in _HYPHENS and self._joins(n)}
        self._kept = [
            n for n, text in enumerate(self._texts) if text.lower() not in _ARTICLES and n not in self._hyphens
        ]

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, n: int) -> Token:
        return self._tokens[self._kept[n]]

    def joined(self, n: int) -> list[frozenset[str]]:
        """The forms of a word together with the one that a hyphen joins to it ("cease-fire"), if there is one."""
        at = self._kept[n]
        if at + 1 not in self._hyphens or self._texts[at + 2].lower() in _ARTICLES:
            return []
        after = self._tokens[at + 2]
        return [word_forms(self._texts[at] + after.text) | word_forms(self._texts[at] + after.lemma_)]

    def _joins(self, at: int) -> bool:
        """Whether a token stands between words without a space."""
        inside = 0 < at < len(self._texts) - 1
        return inside and not self._tokens[at].whitespace_ and not self._tokens[at - 1].whitespace_


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
        around = _around(terms, match) if match.kind != "term" else ()
        if match.kind != "term" and all(t.issue_id == match.issue_id or t[1:3] == match[1:3] for t in around):
            yield match


def _around(terms: Sequence[IssueMatch], match: IssueMatch) -> Iterator[IssueMatch]:
    """The terms that a match lies inside of; their starts and their ends grow."""
    for term in islice(terms, bisect_left(terms, match.end, key=lambda t: t.end), None):
        if term.start > match.start:
            return
        yield term
