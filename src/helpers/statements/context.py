"""What a document has spoken of so far, sentence by sentence, and who was for or against it."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import prod

from spacy.tokens import Doc, Span, Token

from helpers.statements.holders import Holders
from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.prominence import Prominence
from helpers.statements.quoted import VERBATIM, Quoted
from helpers.statements.tree import agent, forms, is_indefinite, lemma, says_of_what

_LEAD = 1  # paragraphs, counted from 0, in which an article tells its news
_REACH = 2  # so many sentences back a word may refer
_NEAR = 5  # so many sentences around an issue its pro_terms and con_terms decide
_KINDS = ("agreements", "laws")
_TAKEN_UP = ("it", "this", "that", "measure", "amendment", "proposal")  # may mean a bill told of before
_MAX_UNDONE = 20  # matters of a sentence that a bill named there may undo: one that names more is a list
_CLAUSES = ("acl", "relcl")  # that say what a noun does
_TALKS = frozenset("conference consultation dialogue mediation meeting negotiation summit talk talks".split())
NOBODY = ""  # who holds what befell a matter ("was rejected")


class Context:
    """The issues named so far in a document, sentence by sentence."""

    def __init__(self, doc: Doc, matches: Sequence[IssueMatch], words: StanceWords, holders: Holders) -> None:
        self.words, self.holders = words, holders
        self.matches: dict[int, list[IssueMatch]] = {}
        self._order = {sentence.start: n for n, sentence in enumerate(doc.sents)}
        self._paragraph = _paragraphs(doc)
        self._named: dict[int, list[tuple[str, bool]]] = {}  # issues in order of naming, and whether in the plural
        for match in matches:
            if match.kind == "term":
                sentence = doc[match.start].sent.start
                self.matches.setdefault(sentence, []).append(match)
                plural = doc[match.start : match.end].root.tag_ in ("NNS", "NNPS")
                self._named.setdefault(self._order[sentence], []).append((match.issue_id, plural))
                if plural and _is_of_doing(doc[match.start : match.end].root):
                    self._named[self._order[sentence]].append((match.issue_id, False))
        named_in = ((number, issue_id) for number, named in self._named.items() for issue_id, _ in named)
        self._prominence = Prominence(named_in, len(self._order))
        self._numbers: dict[str, set[bool]] = {}
        for issue_id, plural in (each for named in self._named.values() for each in named):
            self._numbers.setdefault(issue_id, set()).add(plural)
        self._persons = _issues_of_persons(doc, matches, holders)
        self._ends: dict[str, list[int]] = {}  # where the mentions of each issue end, in order
        for match in sorted(matches, key=lambda m: m.end):
            if match.kind == "term":
                self._ends.setdefault(match.issue_id, []).append(match.end)
        things = [t for t in doc if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "NOUN"]
        self._subjects = {plural: [t.i for t in things if (t.tag_ == "NNS") == plural] for plural in (False, True)}
        self._topics: dict[tuple[int, bool], list[tuple[str, bool]]] = {}
        self._forms: dict[int, frozenset[str]] = {}
        self._beside: dict[str, Counter[str]] = {}  # issues in whose sentences a noun has stood so far
        self._kinds = _kinds_of_issues(doc, matches, words)
        self._votes = _votes(doc, matches, words)
        self._talks = frozenset(m.issue_id for m in matches if lemma(doc[m.start : m.end].root) in _TALKS)
        self._undoing: set[tuple[str, str]] = set()  # nouns and issues: "a bill that would repeal the matter"
        self._undone: dict[str, bool] = {}  # whether where an issue was named last a bill was to undo it
        self.spoken: Mapping[int, Quoted] = {}  # by token: the quotation it stands in
        main = _main_issue([m.issue_id for m in matches if m.kind == "term"])
        self.main = None if main in self._persons else main
        self._held: list[tuple[int, str, int]] = []  # those that somebody holds
        self._positions: list[tuple[int, str, int]] = []  # sentence, issue, sign
        self._sides: dict[str, dict[str, int]] = {}  # of each actor on each issue; 0: both

    def has(self, sentence: Span, *words: Collection[str]) -> bool:
        """Whether a sentence has any of the words, in this form or as a lemma."""
        found = self._forms.get(sentence.start)
        if found is None:
            found = self._forms[sentence.start] = forms(sentence)
        return not all(found.isdisjoint(some) for some in words)

    def is_person(self, issue_id: str) -> bool:
        """Whether a matter is named by a person's name ("Varr as president"): no "it" or "the plan" stands for that."""
        return issue_id in self._persons

    def is_minor(self, issue_id: str, sentence: Span) -> bool:
        """Whether a sentence is hardly about a matter that it does not name.

        The article is about another one, or about none most of the time, and names several; and the sentence before
        does not name this one alone.
        """
        before = {issue for issue, _ in self._named.get(self._order[sentence.start] - 1, ())}
        return issue_id != self.main and len(self._ends) > 1 and before != {issue_id}

    def is_passing(self, issue_id: str, sentence: Span, *, vague: bool) -> bool:
        """Whether a matter is named so seldom that what stands for it here may mean anything else.

        `vague`: the word leaves out of what it is ("drew criticism").
        """
        return self._prominence.is_passing(issue_id, self._order[sentence.start], vague=vague)

    def is_both(self, issue_id: str) -> bool:
        """Whether a matter is named in the singular as well as in the plural: "a mission", "the observers"."""
        return len(self._numbers.get(issue_id, ())) > 1

    def is_of_talks(self, issue_id: str) -> bool:
        """Whether the document names a matter as talks, so that who offers a room for them is for it."""
        return issue_id in self._talks

    def is_vote(self, issue_id: str) -> bool:
        """Whether the document names a matter as an election or another vote."""
        return issue_id in self._votes

    def remember(self, sentence: Span, told: Sequence[tuple[str, str, float]]) -> None:
        """Keep the positions taken in a sentence, so that later ones may refer to them."""
        number = self._order[sentence.start]
        positions = [(issue, agreement) for _, issue, agreement in told]
        for actor, issue, agreement in told:
            sign = (agreement > 0) - (agreement < 0)
            if sign and self._sides.setdefault(actor, {}).setdefault(issue, sign) != sign:
                self._sides[actor][issue] = 0
        self._positions.extend(
            (number, issue, 1 if agreement > 0 else -1) for issue, agreement in positions if agreement
        )
        self._held.extend((number, i, 1 if side > 0 else -1) for actor, i, side in told if side and actor != NOBODY)
        if positions and number not in self._named:
            self._named[number] = [(issue, False) for issue, _ in positions]
        here = {issue for issue, _ in self._named.get(number, ())}
        for match in self.matches.get(sentence.start, ())[:_MAX_UNDONE]:
            self._undone[match.issue_id] = False
        for token in sentence:
            if token.pos_ == "NOUN" and lemma(token) in self.words.stand_in_nouns:
                if here or (is_indefinite(token) and says_of_what(token)):  # what "the bill" means from here on
                    self._beside.setdefault(lemma(token), Counter()).update(here)
                if not any(c.dep_ in _CLAUSES for c in token.children):
                    continue
                for match in self.matches.get(sentence.start, ())[:_MAX_UNDONE]:
                    if _undoes(token, sentence.doc[match.start : match.end].root, self.words):
                        self._undoing.add((lemma(token), match.issue_id))
                        self._undone[match.issue_id] = True

    def rival(self, pronoun: Token, topics: Sequence[tuple[str, bool]]) -> bool:
        """Whether another thing has been spoken of since the matter was named that the pronoun may mean as well."""
        last = max((self._last_end(issue, pronoun.i) for issue, _ in topics), default=-1)
        if last < 0:
            return False
        plural = pronoun.lower_ in ("they", "them", "these", "those")
        subjects = self._subjects[plural]
        between = subjects[bisect_left(subjects, last) : bisect_left(subjects, pronoun.i)]
        clause = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
        own = self.words.stand_in_nouns  # "the initiative" is the matter
        people = pronoun.dep_ == "dobj" and self.words.among(pronoun.head, "judging")  # "called it a disgrace"
        others = [
            i for i in between if lemma(pronoun.doc[i]) not in own and not (people and self._is_of_people(i, pronoun))
        ]
        return any(pronoun.doc[i].head != clause for i in others)  # "they accepted it": not themselves

    def _is_of_people(self, i: int, pronoun: Token) -> bool:
        """Whether a word tells of people or bodies, of whom nobody says what one says of a matter."""
        return self.words.among(pronoun.doc[i], "bodies") or lemma(pronoun.doc[i]) in (
            "number",
            "majority",
            "member",
            "group",
        )

    def _last_end(self, issue: str, position: int) -> int:
        """Where the last mention of an issue before a token ends; -1 if there is none."""
        ends = self._ends.get(issue, [])
        n = bisect_right(ends, position)
        return ends[n - 1] if n else -1

    def undoes(self, noun: str, issue_id: str) -> bool:
        """Whether what a noun stands for would undo the matter: "a bill that would repeal it" came before."""
        if (noun, issue_id) in self._undoing:
            return True
        return self._undone.get(issue_id, False) and (noun in _TAKEN_UP or noun in self.words.lists["laws"])

    def fitting(self, noun: str, topics: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
        """Of the issues that "the law" may mean, those in whose sentences a law has been named; all if it is new."""
        known = self._beside.get(noun)
        kind = next((kind for kind in _KINDS if noun in self.words.lists[kind]), None)
        told = [t for t in topics if kind is None or self._kinds.get(t[0], frozenset()) <= {kind}]
        return [t for t in told if t[0] in known] if known is not None else told

    def topics(self, sentence: Span, *, near: bool = False) -> list[tuple[str, bool]]:
        """Issues of the nearest sentence before that is about any, the last named first.

        When there is none (and `near` is false), those of the lead, or else what most of the article is about.
        """
        key = sentence.start, near
        if key not in self._topics:
            self._topics[key] = self._find_topics(self._order[sentence.start], near=near)
        return self._topics[key]

    def _find_topics(self, number: int, *, near: bool) -> list[tuple[str, bool]]:
        for back in range(1, _REACH + 1):
            if named := [n for n in self._named.get(number - back, ()) if n[0] not in self._persons]:
                apart = self._paragraph[number - back] != self._paragraph[number]
                if apart and self.main is not None:
                    return [(self.main, many) for issue, many in named if issue == self.main] or [(self.main, False)]
                return list(dict.fromkeys(reversed(named)))
        if near:
            return []
        lead = [n for n, paragraph in enumerate(self._paragraph) if paragraph <= _LEAD and n < number]
        lead_names = (named for n in lead for named in self._named.get(n, ()) if named[0] not in self._persons)
        told = list(dict.fromkeys(lead_names))
        if len({issue for issue, _ in told}) == 1:
            return told
        return [] if self.main is None else [(self.main, False)]

    def position_of(self, actor: str, sentence: Span) -> tuple[str, int] | None:
        """Issue and sign of an actor's only side so far on what the article, or else the last sentences, is about."""
        sides = self._sides.get(actor, {})
        about = [self.main] if self.main in sides else [i for i, _ in self.topics(sentence) if i in sides]
        if len(set(about)) != 1 or about[0] is None or not sides[about[0]]:
            return None
        return about[0], sides[about[0]]

    def owner_of(self, noun: Token) -> str | None:
        """Whose word or act a noun is: "X's position", "the words from X", "the position of X"."""
        for c in noun.children:
            if c.dep_ == "poss" and (actor := self.holders.named(c) or self.holders.noun(c)) is not None:
                return actor
            if (
                c.dep_ in ("amod", "compound", "nmod")
                and c.ent_type_ in ("NORP", "GPE")
                and (own := self.holders.named(c))
            ):
                return own  # "the Ruritanian decision"
            by = agent(c) if c.dep_ == "acl" else None  # "the statement delivered by X"
            if by is not None and (actor := self.holders.named(by) or self.holders.noun(by)) is not None:
                return actor
            if c.dep_ == "prep" and c.lower_ in ("of", "from", "by"):
                for g in c.children:
                    if g.dep_ == "pobj" and (actor := self.holders.named(g) or self.holders.noun(g)) is not None:
                        return actor
        return None

    def is_verbatim(self, token: Token) -> bool:
        """Whether a token stands in somebody's own words."""
        spoken = self.spoken.get(token.i)
        return spoken is not None and spoken.kind in VERBATIM

    def near(self, sentence: Span) -> set[str]:
        """Issues named in the sentence, shortly before it, or right after it."""
        number = self._order[sentence.start]
        return {issue for n in range(number - _NEAR, number + 2) for issue, _ in self._named.get(n, ())}

    def is_news(self, sentence: Span) -> bool:
        """Whether nobody's position has been told yet, so that what was done is the matter itself."""
        return not any(number < self._order[sentence.start] for number, _, _ in self._positions)

    def last_told(self, sentence: Span) -> tuple[str, int] | None:
        """Issue and sign of the last of the positions told in the sentence before."""
        told = [(issue, sign) for n, issue, sign in self._positions if n == self._order[sentence.start] - 1]
        return told[-1] if told else None

    def last_held(self, sentence: Span) -> tuple[str, int] | None:
        """Issue and sign of what somebody holds by the sentence before: of several, that on the main issue."""
        number = self._order[sentence.start]
        last = {(issue, sign) for n, issue, sign in self._held if n == number - 1}
        if len(last) > 1:
            last = {(issue, sign) for issue, sign in last if issue == self.main}
        return next(iter(last)) if len(last) == 1 else None

    def last_position(self, sentence: Span, *, reach: int | None = None) -> tuple[str, int] | None:
        """Issue and sign of what was told last: in the paragraph, else in the lead, which is what all speak about."""
        number = self._order[sentence.start]
        before = [p for p in self._positions if p[0] < number]
        told = [p for p in before if self._paragraph[p[0]] == self._paragraph[number]]
        if reach is not None:
            told = [p for p in before if p[0] >= number - reach]
        else:
            told = told or [p for p in before if self._paragraph[p[0]] <= _LEAD]
        last = {(issue, sign) for n, issue, sign in told if n == told[-1][0]}
        if len(last) > 1:  # of several, the one the article is about
            last = {(issue, sign) for issue, sign in last if issue == self.main}
        return next(iter(last)) if len(last) == 1 else None


def _main_issue(named: Sequence[str]) -> str | None:
    """The issue that at least half of all mentions are of."""
    counts = Counter(named).most_common(1)
    return counts[0][0] if counts and 2 * counts[0][1] >= len(named) else None


def _kinds_of_issues(doc: Doc, matches: Sequence[IssueMatch], words: StanceWords) -> dict[str, frozenset[str]]:
    """For each issue, whether its names here are those of a law, an agreement, or both; none of them if of neither."""
    kinds: dict[str, frozenset[str]] = {}
    for match in matches:
        named = {kind for kind in _KINDS if any(words.among(t, kind) for t in doc[match.start : match.end])}
        kinds[match.issue_id] = kinds.get(match.issue_id, frozenset()) | named
    return kinds


def _is_of_doing(noun: Token) -> bool:
    """Whether the matter is a doing that "it" may mean: "the sending of observers"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.tag_ == "NN"


def _votes(doc: Doc, matches: Sequence[IssueMatch], words: StanceWords) -> frozenset[str]:
    """The issues that are named as a vote."""
    terms = (match for match in matches if match.kind == "term")
    return frozenset(m.issue_id for m in terms if words.among(doc[m.start : m.end].root, "ballots"))


def _undoes(noun: Token, matter: Token, words: StanceWords) -> bool:
    """Whether a clause on a noun says that it undoes the matter: "a bill to ban it", "the measure that ends it"."""
    if not any(c.dep_ in _CLAUSES and c.i < matter.i <= c.right_edge.i for c in noun.children):
        return False
    way: list[Token] = []
    for node in matter.ancestors:
        if node == noun:
            deeds = (words.carrier("actions", lemma(verb), ()) for verb in way if verb.pos_ == "VERB")
            return prod(deed.sign for deed in deeds if deed is not None) < 0
        way.append(node)
    return False


def _issues_of_persons(doc: Doc, matches: Sequence[IssueMatch], holders: Holders) -> frozenset[str]:
    """The issues that are mostly named by a person's name."""
    persons: dict[str, list[bool]] = {}
    for match in matches:
        if match.kind == "term":
            persons.setdefault(match.issue_id, []).append(holders.is_person(doc[match.start : match.end].root))
    return frozenset(issue for issue, named in persons.items() if 2 * sum(named) > len(named))


def _paragraphs(doc: Doc) -> list[int]:
    """The number of each sentence's paragraph."""
    numbers, number = [], 0
    for sentence in doc.sents:
        numbers.append(number)
        number += any("\n" in t.text for t in sentence if t.is_space)
    return numbers
