"""What a sentence is about when it does not say so: "it", "the document", "welcomed the decision"."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from helpers.statements.holders import Holders
from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.tree import RELATIVIZERS, agent, lemma, takes_infinitive

_LEAD = 1  # paragraphs, counted from 0, in which an article tells its news
_REACH = 2  # so many sentences back a word may refer
_NEAR = 5  # so many sentences around an issue its pro_terms and con_terms decide
NOBODY = ""  # who holds what befell a matter ("was rejected")
_PLURALS = ("they", "them", "these", "those")
_SAFE, _UNSURE = 0.7, 0.55  # confidence where one issue, or several, may be meant


@dataclass(frozen=True)
class Target:
    """A word that stands for an issue."""

    issue_id: str
    token: Token
    act: bool = False  # the word is the doing of the matter, not its name
    from_context: bool = False
    confidence: float = 1.0
    echo: int = 0  # the sign of the act or word that an echo ("the decision") stands for
    note: str = ""


class Context:
    """The issues named so far in a document, sentence by sentence."""

    def __init__(self, doc: Doc, matches: Sequence[IssueMatch], words: StanceWords) -> None:
        self.words = words
        self.matches: dict[int, list[IssueMatch]] = {}
        self._order = {sentence.start: n for n, sentence in enumerate(doc.sents)}
        self._paragraph = _paragraphs(doc)
        self._named: dict[int, list[tuple[str, bool]]] = {}  # issues in order of naming, and whether in the plural
        starts = {token.i: token.sent.start for token in doc}
        for match in matches:
            if match.kind == "term":
                sentence = starts[match.start]
                self.matches.setdefault(sentence, []).append(match)
                plural = doc[match.start : match.end].root.tag_ in ("NNS", "NNPS")
                self._named.setdefault(self._order[sentence], []).append((match.issue_id, plural))
        self._beside: dict[str, Counter[str]] = {}  # issues in whose sentences a noun has stood so far
        self.spoken: Mapping[int, object] = {}  # by token: the quotation it stands in
        self.holders: Holders | None = None
        self.main = _main_issue([m.issue_id for m in matches if m.kind == "term"])
        self._positions: list[tuple[int, str, int]] = []  # sentence, issue, sign
        self._sides: dict[str, dict[str, int]] = {}  # of each actor on each issue; 0: both

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
        if positions and number not in self._named:
            self._named[number] = [(issue, False) for issue, _ in positions]
        here = {issue for issue, _ in self._named.get(number, ())}
        for token in sentence:
            if token.pos_ == "NOUN" and lemma(token) in self.words.stand_in_nouns:
                self._beside.setdefault(lemma(token), Counter()).update(here)

    def fitting(self, noun: str, topics: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
        """Of the issues that "the law" may mean, those in whose sentences a law has been named; all if it is new."""
        known = self._beside.get(noun)
        return [t for t in topics if t[0] in known] if known else list(topics)

    def topics(self, sentence: Span, *, near: bool = False) -> list[tuple[str, bool]]:
        """Issues of the nearest sentence before that is about any, the last named first.

        When there is none (and `near` is false), those of the lead, or else what most of the article is about.
        """
        number = self._order[sentence.start]
        for back in range(1, _REACH + 1):
            if named := self._named.get(number - back):
                return list(dict.fromkeys(reversed(named)))
        if near:
            return []
        lead = [n for n, paragraph in enumerate(self._paragraph) if paragraph <= _LEAD and n < number]
        told = list(dict.fromkeys(named for n in lead for named in self._named.get(n, ())))
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
        if self.holders is None:
            return None
        for c in noun.children:
            if c.dep_ == "poss" and (actor := self.holders.named(c)) is not None:
                return actor
            if c.dep_ == "prep" and c.lower_ in ("of", "from", "by"):
                for g in c.children:
                    if g.dep_ == "pobj" and (actor := self.holders.named(g)) is not None:
                        return actor
        return None

    def is_verbatim(self, token: Token) -> bool:
        """Whether a token stands in somebody's own words."""
        return getattr(self.spoken.get(token.i), "kind", None) in ("direct", "unmarked")

    def near(self, sentence: Span) -> set[str]:
        """Issues named in the sentence, shortly before it, or right after it."""
        number = self._order[sentence.start]
        return {issue for n in range(number - _NEAR, number + 2) for issue, _ in self._named.get(n, ())}

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


def iter_targets(sentence: Span, context: Context, words: StanceWords) -> Iterator[Target]:
    """The words of a sentence that name an issue, or stand for one named before."""
    matches = context.matches.get(sentence.start, [])
    for match in matches:
        root = sentence.doc[match.start : match.end].root
        act = root.pos_ in ("VERB", "AUX")
        if act and not _is_act(root, words):
            continue
        yield Target(match.issue_id, root, act=act)
        for token in _relative_pronouns(root):
            yield Target(match.issue_id, token, note=root.text)
    named = {i for match in matches for i in range(match.start, match.end)}
    yield from _echoes(sentence, context, named, matches)
    topics = context.topics(sentence)
    for token in sentence:
        if token.i not in named:
            near = _inside([m for m in matches if m.end <= token.i or _is_same_word(token, m, context)], sentence.doc)
            if matches and not near and token.pos_ != "PRON":
                continue  # "the idea that … the matter"
            told = near or context.fitting(lemma(token), topics)
            yield from _stand_in(token, told, words, own=bool(near))


def _is_same_word(token: Token, match: IssueMatch, context: Context) -> bool:
    """Whether a matter named later in somebody's words is what their "it" and "this" mean ("this is a sham vote")."""
    spoken = context.spoken.get(token.i)
    return token.pos_ == "PRON" and spoken is not None and spoken is context.spoken.get(match.start)


def _main_issue(named: Sequence[str]) -> str | None:
    """The issue that at least half of all mentions are of."""
    counts = Counter(named).most_common(1)
    return counts[0][0] if counts and 2 * counts[0][1] >= len(named) else None


def _inside(matches: Sequence[IssueMatch], doc: Doc) -> list[tuple[str, bool]]:
    """Issues named earlier in the same sentence, the last first."""
    named = [(m.issue_id, doc[m.start : m.end].root.tag_ in ("NNS", "NNPS")) for m in reversed(matches)]
    return list(dict.fromkeys(named))


def _stand_in(token: Token, topics: Sequence[tuple[str, bool]], words: StanceWords, *, own: bool) -> Iterator[Target]:
    if not topics:
        return
    name = lemma(token)
    noun = (
        (not own or len({issue for issue, _ in topics}) == 1)
        and name in words.stand_in_nouns
        and token.pos_ == "NOUN"
        and _is_definite(token)
    )
    ellipsis = name in words.lists["ellipses"] and not any(c.dep_ == "prep" and c.i > token.i for c in token.children)
    pronoun = token.pos_ == "PRON" and not is_impersonal(token) and not _is_relative(token)
    plural = pronoun and token.lower_ in _PLURALS and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass")
    single = pronoun and token.lower_ in words.stand_in_pronouns
    free = not pronoun or (token.lower_ != "it" and not plural)  # its number says nothing
    fitting = [issue for issue, many in topics if free or many == plural]
    if fitting and (noun or ellipsis or plural or single):
        several = len({issue for issue, _ in topics}) > 1
        confidence = _UNSURE if several else _SAFE
        yield Target(fitting[0], token, from_context=True, confidence=confidence, note="named before")


def _echoes(
    sentence: Span, context: Context, named: set[int], matches: Sequence[IssueMatch]
) -> Iterator[Target]:
    """Words for an act or word that was told before, as in "welcomed the announcement", "X's position"."""
    words, last = context.words, context.last_position(sentence)
    for token in sentence:
        if lemma(token) not in words.lists["echoes"] or token.i in named:
            continue
        owner = context.owner_of(token)
        if owner is not None and token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "conj"):
            if token.dep_ == "pobj" and token.head.lower_ in ("for", "in", "after", "before", "despite", "to"):
                continue
            position = context.position_of(owner, sentence)
            if position is not None:
                note = f"'{token.text}' of somebody {'for' if position[1] > 0 else 'against'} it"
                yield Target(position[0], token, from_context=True, confidence=_SAFE, echo=position[1], note=note)
            continue
        if lemma(token) in ("move", "step") and (near := _inside([m for m in matches if m.end <= token.i], sentence.doc)):
            if len({issue for issue, _ in near}) == 1:
                yield Target(near[0][0], token, from_context=True, confidence=_SAFE, note="named before")
            continue
        if last is None:
            continue
        if lemma(token) in words.lists["echoes"] and _is_definite(token) and token.i not in named:
            own = words.carrier("nouns", lemma(token), ())
            sign = own.sign if own is not None and own.sign < 0 else last[1]
            note = f"'{token.text}' as told before"
            yield Target(last[0], token, from_context=True, confidence=_SAFE, echo=sign, note=note)


def _is_act(verb: Token, words: StanceWords) -> bool:
    """Whether a verb that is a term does the matter: not "they vote to …", nor a mere purpose."""
    done = verb.dep_ == "acl" and verb.tag_ == "VBN" and agent(verb) is None
    if verb.dep_ in ("amod", "compound") or done:
        return False
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    if verb.dep_ == "advcl" and infinitive and not takes_infinitive(verb.head, words):
        return False
    return words.carrier("demands", lemma(verb), ()) is None


def _relative_pronouns(noun: Token) -> Iterator[Token]:
    """The words that take up a noun in its relative clauses."""
    for clause in noun.children:
        if clause.dep_ == "relcl":
            yield from (
                t
                for t in clause.subtree
                if t.lower_ in RELATIVIZERS and t.tag_ in ("WDT", "WP") and clause in (t.head, t.head.head)
            )


def _is_relative(token: Token) -> bool:
    return token.lower_ in RELATIVIZERS and "relcl" in (token.head.dep_, token.head.head.dep_)


def is_impersonal(token: Token) -> bool:
    """Whether "it" only holds the place of what follows: "it is too early to …", "consider it possible to …"."""
    if token.dep_ == "expl" or token.lower_ != "it":
        return token.dep_ == "expl"
    heads = [token.head, *(c for c in token.head.children if c.dep_ in ("acomp", "attr", "ccomp", "oprd"))]
    return any(
        (c.dep_ in ("xcomp", "ccomp", "advcl", "csubj", "acl", "relcl") and any(g.lower_ in ("to", "that") for g in c.children))
        or (c.dep_ == "prep" and c.lower_ == "for")
        for head in heads
        if head.pos_ in ("AUX", "ADJ", "NOUN") or head.lemma_ in ("consider", "find", "think")
        for c in head.children
    )


def _is_definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "such")
        for c in token.children
    )


def _paragraphs(doc: Doc) -> list[int]:
    """The number of each sentence's paragraph."""
    numbers, number = [], 0
    for sentence in doc.sents:
        numbers.append(number)
        number += any("\n" in t.text for t in sentence if t.is_space)
    return numbers
