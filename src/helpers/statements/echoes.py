"""Words for what was told before: an act, a vote, somebody's side, or a deed that leaves out to what it is done."""

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Span, Token

from helpers.statements.ballots import may_stand_for_vote, stands_for_vote, voted_topic
from helpers.statements.climb import side
from helpers.statements.context import Context
from helpers.statements.elliptic import elliptic_sign
from helpers.statements.matching import IssueMatch
from helpers.statements.pointing import NAMED_BEFORE, SAFE, UNSURE, Target, is_definite, issues_in, relative_pronouns
from helpers.statements.tree import OBJECTS, child, lemma, says_of_what

_VOTED = 0.8  # confidence of a vote's result, or "the event", where one vote was named before
_VOTE = "vote"  # told before as a side, and often an issue by itself: no echo where issues are looked for
_BARE_DEEDS = ("sign", "ratify", "accede", "accept", "attend", "comply", "participate", "take")
_PRESENCES = (
    "presence", "deployment", "arrival", "stay", "entry", "legitimacy", "legality", "validity", "existence",
    "continuation", "observance", "fulfilment", "dispatch", "prolongation",
)  # fmt: skip
_SUCH = ("step", "move", "action")
_NEWS = ("announcement", "decision", "move", "step")
_TIMES = ("following", "since", "during", "amid")  # what follows these only says when
_BESIDE = ("for", "in", "after", "before", "despite", "to", "by")  # what follows these is not what it is about


def iter_votes(sentence: Span, context: Context, named: Collection[int]) -> Iterator[Target]:
    """Words for a vote told of before: "does not recognise its results"."""
    told = sentence if may_stand_for_vote(sentence, context) else ()
    tokens = [t for t in told if t.i not in named and stands_for_vote(t, context)]
    issue = voted_topic(sentence, context) if tokens else None
    if issue is not None:
        yield from (Target(issue, t, from_context=True, confidence=_VOTED, note=NAMED_BEFORE) for t in tokens)


def iter_bare_deeds(sentence: Span, context: Context) -> Iterator[Target]:
    """Deeds that leave out to what they are done, and "its presence": "refuses to sign", "has ratified"."""
    if not context.has(sentence, _BARE_DEEDS, _PRESENCES):
        return
    topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    for token in sentence if len(topics) == 1 else ():
        if lemma(token) in _BARE_DEEDS and token.pos_ == "VERB" and _is_bare_deed(token):
            yield Target(topics[0], token, act=True, from_context=True, confidence=SAFE, note=NAMED_BEFORE)
        elif lemma(token) in _PRESENCES and any(c.lower_ in ("its", "their", "such") for c in token.children):
            if not any(c.dep_ == "prep" and c.lower_ == "at" for c in token.children):
                yield Target(topics[0], token, from_context=True, confidence=SAFE, note=NAMED_BEFORE)


def _is_bare_deed(verb: Token) -> bool:
    """Whether nothing is said of what is signed or joined."""
    objects = (*OBJECTS, "prep", "prt", "ccomp", "xcomp", "agent", "auxpass", "nsubjpass", "dative", "oprd", "acomp")
    if lemma(verb) == "take":  # "declared its readiness to take part"
        thing = child(verb, "dobj")
        return (
            thing is not None
            and thing.lower_ == "part"
            and not any(c.dep_ == "prep" for c in (*verb.children, *thing.children))
        )
    timed = [c for c in verb.children if c.dep_ == "prep" and any(g.ent_type_ in ("DATE", "TIME") for g in c.subtree)]
    return verb.dep_ in ("ROOT", "conj", "xcomp", "ccomp", "acl") and not any(
        c.dep_ in objects and c not in timed for c in verb.children
    )


def iter_echoes(
    sentence: Span, context: Context, named: Collection[int], matches: Sequence[IssueMatch]
) -> Iterator[Target]:
    """Words for an act, a word or a side that was told before.

    Args:
        sentence: One sentence.
        context: What its document says before.
        named: Positions of words that are known to name an issue or to stand for one.
        matches: Issues, no persons, that the sentence names.
    """
    yield from _told(sentence, context, named, matches)
    yield from _elliptic(sentence, context, named, matches)


def _told(sentence: Span, context: Context, named: Collection[int], matches: Sequence[IssueMatch]) -> Iterator[Target]:
    """Words for an act or word, as in "welcomed the announcement", "X's position"."""
    words, last = context.words, context.last_position(sentence)
    for token in sentence if context.has(sentence, words.lists["echoes"], (_VOTE,)) else ():
        name = lemma(token)
        if (
            not (name in words.lists["echoes"] or name == _VOTE)
            or token.i in named
            or words.among(token.head, "pending")
        ):
            continue
        if token.head.lower_ in _TIMES or _is_taken_part_in(token):
            continue
        if (owner := context.owner_of(token)) is not None:
            yield from _echo_of(token, owner, sentence, context)
        elif name in _SUCH and any(c.lower_ == "such" for c in token.children):
            told = context.topics(sentence)
            if len({issue for issue, _ in told}) == 1:  # "such steps are counterproductive"
                yield Target(told[0][0], token, from_context=True, confidence=SAFE, note=NAMED_BEFORE)
        elif name in ("move", "step") and (near := issues_in(_before(matches, token), sentence.doc)):
            if len({issue for issue, _ in near}) == 1:  # the matter itself
                yield Target(near[0][0], token, from_context=True, confidence=SAFE, note=NAMED_BEFORE)
        elif last is not None and is_definite(token) and not elliptic_sign(token, words):
            own = words.carrier("nouns", name, ())
            if any(c.lower_ == "very" for c in token.children):  # "the very word is an affront": the matter itself
                yield Target(last[0], token, from_context=True, confidence=SAFE, note=NAMED_BEFORE)
                continue
            sign = own.sign if own is not None and own.sign < 0 else last[1]
            note = f"'{token.text}' as told before"
            yield Target(last[0], token, from_context=True, confidence=SAFE, echo=sign, note=note)
        elif name in _NEWS and is_definite(token) and not matches and context.is_news(sentence):
            told = context.topics(sentence)
            if len({issue for issue, _ in told}) == 1:  # "the tax was announced on Monday": the move
                yield Target(told[0][0], token, from_context=True, confidence=UNSURE, note=NAMED_BEFORE)


def _is_taken_part_in(vote: Token) -> bool:
    """Whether somebody only takes part in a vote, or does not: "took no part in the vote"."""
    verb = vote.head.head if vote.dep_ == "pobj" else vote.head
    part = verb if lemma(verb) != "part" else verb.head
    return lemma(vote) == _VOTE and (lemma(verb) in ("part", "participate") or lemma(part) in ("take", "miss", "skip"))


def _echo_of(token: Token, owner: str, sentence: Span, context: Context) -> Iterator[Target]:
    """Somebody's word or act, where it is known what side that is on."""
    told = token.dep_ in ("dobj", "nsubj", "nsubjpass", "conj") or (
        token.dep_ == "pobj" and token.head.lower_ not in _BESIDE
    )
    known = context.position_of(owner, sentence) if not says_of_what(token) else None
    for pronoun in relative_pronouns(token):  # "the statement of X, which Y has joined"
        if known is None:
            break
        note = f"'{token.text}' of somebody {side(known[1])} it"
        yield Target(known[0], pronoun, from_context=True, confidence=SAFE, echo=known[1], note=note)
    position = known if told else None
    if position is not None:
        note = f"'{token.text}' of somebody {side(position[1])} it"
        yield Target(position[0], token, from_context=True, confidence=SAFE, echo=position[1], note=note)


def _elliptic(
    sentence: Span, context: Context, named: Collection[int], matches: Sequence[IssueMatch]
) -> Iterator[Target]:
    """Words for a side that leave out on what: "called for a halt", "rejected any delay", "dropped its objections"."""
    for token in sentence if context.has(sentence, context.words.lists["elliptic"]) else ():
        sign = elliptic_sign(token, context.words) if token.i not in named else 0
        if not sign or context.owner_of(token) is not None:
            continue
        told = issues_in(_before(matches, token), sentence.doc) or context.topics(sentence)
        if matches and not {issue for issue, _ in told} <= {m.issue_id for m in matches}:
            continue
        if len({issue for issue, _ in told}) == 1:
            note = "of what was named before"
            yield Target(told[0][0], token, from_context=True, confidence=SAFE, echo=sign, note=note)


def _before(matches: Sequence[IssueMatch], token: Token) -> list[IssueMatch]:
    return [m for m in matches if m.end <= token.i]
