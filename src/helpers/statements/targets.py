"""The words of a sentence that name a matter, or stand for one: "it", "the document", "welcomed the decision"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from helpers.statements.ballots import framed_by, stands_for_vote, voted_topic
from helpers.statements.climb import side
from helpers.statements.context import Context
from helpers.statements.elliptic import elliptic_sign
from helpers.statements.evidence import clause_of
from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.tree import (
    OBJECTS,
    RELATIVIZERS,
    agent,
    child,
    is_indefinite,
    lemma,
    negators,
    says_of_what,
    takes_infinitive,
)

_PLURALS = ("they", "them", "these", "those")
_MAX_NAMED = 20  # times that a sentence names matters: one with more is a list, and each costs a walk through it
_VOTED = 0.8  # confidence of a vote's result, or "the event", where one vote was named before
_SAFE, _UNSURE = 0.7, 0.55  # confidence where one issue, or several, may be meant
# At most so much for a pronoun of which something is told ("it cost us the valley"), or that is judged ("it is a
# shame"): often it means something else (docs/statements.md).
_TOLD, _JUDGED = 0.5, 0.35
_MINOR = 0.5  # … and where the article is about something else
_HELD_OPEN = ("xcomp", "ccomp", "advcl", "csubj", "acl", "relcl")  # clauses for which "it" holds the place
_VOTE = "vote"  # told before as a side, and often an issue by itself: no echo where issues are looked for
_BARE_DEEDS = ("sign", "ratify", "accede", "accept", "attend", "comply", "participate", "take")
_LIKE = ("such", "analogous", "similar", "identical", "comparable", "same")
_PRESENCES = (
    "presence", "deployment", "arrival", "stay", "entry", "legitimacy", "legality", "validity", "existence",
    "continuation", "observance", "fulfilment", "dispatch", "prolongation",
)  # fmt: skip
_OWN = ("restriction", "measure")  # "imposed restrictions of its own": does the same
_SUCH = ("step", "move", "action")
_NEWS = ("announcement", "decision", "move", "step")
_TIMES = ("following", "since", "during", "amid")  # what follows these only says when
_BESIDE = (
    "for",
    "in",
    "after",
    "before",
    "despite",
    "to",
    "by",
)  # what follows these is not what the sentence is about


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
    first: int = -1  # position of the first word of its name, -1 where it is no name


def iter_targets(sentence: Span, context: Context, words: StanceWords) -> Iterator[Target]:
    """The words of a sentence that name an issue, or stand for one named before."""
    every = context.matches.get(sentence.start, [])
    matches = every[:_MAX_NAMED]
    for match in matches:
        root = sentence.doc[match.start : match.end].root
        act = root.pos_ in ("VERB", "AUX") and not (_is_name(root) or context.is_person(match.issue_id))
        if act and not _is_act(root, words):
            continue
        act = act and not _is_topic(root)
        yield Target(match.issue_id, root, act=act, first=match.start)
        for token in _relative_pronouns(root):
            yield Target(match.issue_id, token, note=root.text)
        if (frame := framed_by(root)) is not None:
            yield Target(match.issue_id, frame, note=root.text)
    named = {i for match in every for i in range(match.start, match.end)}
    things = [m for m in matches if not context.is_person(m.issue_id)]
    voted = list(_voted(sentence, context, named))
    yield from voted
    named.update(target.token.i for target in voted)
    if not matches:
        yield from _bare(sentence, context)
    echoes = [*_echoes(sentence, context, named, things), *_elliptic(sentence, context, named, things)]
    yield from echoes
    named.update(target.token.i for target in echoes)
    topics = context.topics(sentence)
    for token in sentence:
        if token.i not in named and (token.pos_ in ("PRON", "NOUN") or _is_ellipsis(token, words)):
            near = _inside([m for m in things if m.end <= token.i or _is_same_word(token, m, context)], sentence.doc)
            if things and not near and token.pos_ != "PRON":
                if words.among(token, "laws") or _is_in_clause(things, token, sentence):
                    continue  # "the idea that … the matter"
            told = near or context.fitting(lemma(token), topics)
            if token.pos_ == "PRON" and token.dep_ == "dobj" and words.among(token.head, "judging"):
                told = [*told, *((i, not many) for i, many in told if context.is_both(i))]  # "called it overdue"
            if token.pos_ == "PRON" and context.rival(token, told) and not (near and _is_voted_on(token)):
                continue
            for stand_in in _stand_in(token, told, words, own=bool(near)):
                if not near and context.is_minor(stand_in.issue_id, sentence):
                    stand_in = replace(stand_in, confidence=min(stand_in.confidence, _MINOR))
                undone = context.undoes(lemma(token), stand_in.issue_id)
                yield replace(stand_in, echo=-1) if undone else stand_in


def _is_in_clause(matches: Sequence[IssueMatch], token: Token, sentence: Span) -> bool:
    """Whether a matter is named in the clause of a word, or below the word."""
    clause = clause_of(token, sentence)
    below = range(token.left_edge.i, token.right_edge.i + 1)
    return any(m.start in clause or m.start in below for m in matches)


def _is_voted_on(pronoun: Token) -> bool:
    """Whether somebody votes for it or against it: "voted in favour of it"."""
    verb = next((a for a in pronoun.ancestors if a.pos_ == "VERB"), None)
    return pronoun.dep_ == "pobj" and verb is not None and lemma(verb) == _VOTE


def _is_put_to_vote(token: Token) -> bool:
    """Whether somebody votes for or against a list, as of those to be put under sanctions: "voted against the list"."""
    by = token.head
    voted = (
        token.dep_ == "pobj" and by.lower_ in ("for", "against") and lemma(by.head) == _VOTE and by.head.pos_ == "VERB"
    )
    return voted and lemma(token) == "list" and _is_definite(token) and not says_of_what(token)


def _is_name(word: Token) -> bool:
    """Whether a word is a name, whatever part of speech the parser takes it for."""
    opens = word.is_sent_start or word.nbor(-1).is_quote
    return word.is_title and (bool(word.ent_type_) or not opens)


def _is_same_word(token: Token, match: IssueMatch, context: Context) -> bool:
    """Whether a matter named later in somebody's words is what their "it" and "this" mean ("this is a sham vote")."""
    spoken = context.spoken.get(token.i)
    return token.pos_ == "PRON" and spoken is not None and spoken is context.spoken.get(match.start)


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
        and (_is_definite(token) or _is_refused(token, words))
        and not says_of_what(token)
    ) or _is_put_to_vote(token)
    ellipsis = _is_ellipsis(token, words)
    pronoun = token.pos_ == "PRON" and not is_impersonal(token) and not _is_relative(token)
    plural = pronoun and token.lower_ in _PLURALS and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass")
    single = pronoun and token.lower_ in words.stand_in_pronouns
    free = not pronoun or (token.lower_ != "it" and not plural)  # its number says nothing
    fitting = [issue for issue, many in topics if free or many == plural]
    if fitting and (noun or ellipsis or plural or single):
        several = len({issue for issue, _ in topics}) > 1
        confidence = _UNSURE if several else _SAFE
        if pronoun and token.dep_ in ("nsubj", "nsubjpass"):
            confidence = min(confidence, _JUDGED if token.head.pos_ == "AUX" else _TOLD)
        yield Target(fitting[0], token, from_context=True, confidence=confidence, note="named before")


def _bare(sentence: Span, context: Context) -> Iterator[Target]:
    """Deeds that leave out to what they are done, and "its presence": "refuses to sign", "has ratified"."""
    topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    for token in sentence if len(topics) == 1 else ():
        if lemma(token) in _BARE_DEEDS and token.pos_ == "VERB" and _is_bare_deed(token):
            yield Target(topics[0], token, act=True, from_context=True, confidence=_SAFE, note="named before")
        elif lemma(token) in _PRESENCES and any(c.lower_ in ("its", "their", "such") for c in token.children):
            if not any(c.dep_ == "prep" and c.lower_ == "at" for c in token.children):
                yield Target(topics[0], token, from_context=True, confidence=_SAFE, note="named before")


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


def _voted(sentence: Span, context: Context, named: set[int]) -> Iterator[Target]:
    """Words for a vote told of before: "does not recognise its results"."""
    tokens = [t for t in sentence if t.i not in named and stands_for_vote(t, context)]
    issue = voted_topic(sentence, context) if tokens else None
    if issue is not None:
        yield from (Target(issue, t, from_context=True, confidence=_VOTED, note="named before") for t in tokens)


def _echoes(sentence: Span, context: Context, named: set[int], matches: Sequence[IssueMatch]) -> Iterator[Target]:
    """Words for an act or word that was told before, as in "welcomed the announcement", "X's position"."""
    words, last = context.words, context.last_position(sentence)
    for token in sentence:
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
                yield Target(told[0][0], token, from_context=True, confidence=_SAFE, note="named before")
        elif name in ("move", "step") and (near := _inside(_before(matches, token), sentence.doc)):
            if len({issue for issue, _ in near}) == 1:  # the matter itself
                yield Target(near[0][0], token, from_context=True, confidence=_SAFE, note="named before")
        elif last is not None and _is_definite(token) and not elliptic_sign(token, words):
            own = words.carrier("nouns", name, ())
            if any(c.lower_ == "very" for c in token.children):  # "the very word is an affront": the matter itself
                yield Target(last[0], token, from_context=True, confidence=_SAFE, note="named before")
                continue
            sign = own.sign if own is not None and own.sign < 0 else last[1]
            note = f"'{token.text}' as told before"
            yield Target(last[0], token, from_context=True, confidence=_SAFE, echo=sign, note=note)
        elif name in _NEWS and _is_definite(token) and not matches and context.is_news(sentence):
            told = context.topics(sentence)
            if len({issue for issue, _ in told}) == 1:  # "the tax was announced on Monday": the move
                yield Target(told[0][0], token, from_context=True, confidence=_UNSURE, note="named before")


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
    for pronoun in _relative_pronouns(token):  # "the statement of X, which Y has joined"
        if known is None:
            break
        note = f"'{token.text}' of somebody {side(known[1])} it"
        yield Target(known[0], pronoun, from_context=True, confidence=_SAFE, echo=known[1], note=note)
    position = known if told else None
    if position is not None:
        note = f"'{token.text}' of somebody {side(position[1])} it"
        yield Target(position[0], token, from_context=True, confidence=_SAFE, echo=position[1], note=note)


def _elliptic(sentence: Span, context: Context, named: set[int], matches: Sequence[IssueMatch]) -> Iterator[Target]:
    """Words for a side that leave out on what: "called for a halt", "rejected any delay", "dropped its objections"."""
    for token in sentence:
        sign = elliptic_sign(token, context.words) if token.i not in named else 0
        if not sign or context.owner_of(token) is not None:
            continue
        told = _inside(_before(matches, token), sentence.doc) or context.topics(sentence)
        if matches and not {issue for issue, _ in told} <= {m.issue_id for m in matches}:
            continue
        if len({issue for issue, _ in told}) == 1:
            note = "of what was named before"
            yield Target(told[0][0], token, from_context=True, confidence=_SAFE, echo=sign, note=note)


def _before(matches: Sequence[IssueMatch], token: Token) -> list[IssueMatch]:
    return [m for m in matches if m.end <= token.i]


def _is_act(verb: Token, words: StanceWords) -> bool:
    """Whether a verb that is a term does the matter: not "they vote to …", nor a mere purpose."""
    done = verb.dep_ == "acl" and verb.tag_ == "VBN" and agent(verb) is None
    if verb.dep_ in ("amod", "compound") or done:
        return False
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    if verb.dep_ == "advcl" and infinitive and not takes_infinitive(verb.head, words):
        return False
    return words.carrier("demands", lemma(verb), ()) is None


def _is_topic(verb: Token) -> bool:
    """Whether a doing is only what something is about: "his position on raising the tax"."""
    on = verb.head
    return verb.dep_ == "pcomp" and on.lower_ in ("on", "about", "regarding") and on.head.pos_ == "NOUN"


def _relative_pronouns(noun: Token) -> Iterator[Token]:
    """The words that take up a noun in its relative clauses."""
    for clause in noun.children:
        if clause.dep_ == "relcl":
            yield from (
                t
                for t in clause.subtree
                if t.lower_ in RELATIVIZERS
                and (t.tag_ in ("WDT", "WP") or t.dep_ in OBJECTS)
                and clause in (t.head, t.head.head)
            )


def _is_ellipsis(token: Token, words: StanceWords) -> bool:
    """Whether a word leaves out what it is about: "those against", but not "against the treaty"."""
    return lemma(token) in words.lists["ellipses"] and not any(
        c.dep_ == "prep" and c.i > token.i for c in token.children
    )


def _is_relative(token: Token) -> bool:
    return token.lower_ in RELATIVIZERS and "relcl" in (token.head.dep_, token.head.head.dep_)


def is_impersonal(token: Token) -> bool:
    """Whether "it" only holds the place of what follows: "it is too early to …", "consider it possible to …"."""
    if token.dep_ == "expl" or token.lower_ != "it":
        return token.dep_ == "expl"
    heads = [token.head, *(c for c in token.head.children if c.dep_ in ("acomp", "attr", "ccomp", "oprd"))]
    return any(
        (c.dep_ in _HELD_OPEN and lemma(c) != "do" and any(g.lower_ in ("to", "that") for g in c.children))
        or (c.dep_ == "prep" and c.lower_ == "for")
        for head in heads
        if head.pos_ in ("AUX", "ADJ", "NOUN") or head.lemma_ in ("consider", "find", "think")
        for c in head.children
    )


def _is_refused(token: Token, words: StanceWords) -> bool:
    """Whether a thing of a kind is refused for what it does: "will not sign a paper that rewards the siege"."""
    clause = next((c for c in token.children if c.dep_ == "relcl"), None)
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if clause is None or not is_indefinite(token) or verb.pos_ != "VERB":
        return False
    governed = (verb, verb.head) if verb.dep_ in ("xcomp", "ccomp") else (verb,)
    return any(True for node in governed for _ in negators(node, words))


def _is_definite(token: Token) -> bool:
    if any(c.dep_ == "poss" and c.pos_ != "PRON" for c in token.children):
        return True  # "the city's plan"
    if any(c.lower_ in _LIKE and c.dep_ in ("amod", "predet", "det") for c in token.children):
        return True
    return any(
        (c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "such"))
        or (c.lower_ == "of" and lemma(token) in _OWN and any(g.lower_ == "own" for g in c.children))
        for c in token.children
    )
