"""Which carrier fits a verb, given how the matter hangs on it."""

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.constructions import is_warned_off
from helpers.statements.deeds import is_doing
from helpers.statements.lexicon import Carrier
from helpers.statements.tree import child, is_bare, lemma

_SPANS = ("year", "month", "week", "day", "decade", "hour", "time", "generation", "century")
_WITH = ("prt", "prep", "advmod", "dobj", "acomp", "mark", "agent", "intj")  # where the other words of a carrier stand


def verb_carrier(climb: Climb, head: Token, role: str) -> Carrier | None:
    """The carrier that fits a verb and the place of the matter under it."""
    words, name, path = climb.words, lemma(head), climb.path
    beside = {*(path[-1:] if role == "clause" else path), *_words_beside(head, climb.target)}
    if role in ("subject", "aside"):
        effect = words.carrier("effects", name, beside) if role == "subject" else None
        return effect if effect is not None and is_to_the_point(climb, effect.others) else None
    if (told := climb.deeds.get(name)) is not None and role == "object" and not climb.path and not climb.decided:
        if not is_doing(lemma(climb.target), name):
            return Carrier(name, (), "actions", told, 1.0)
    if role == "clause" and is_warned_off(head, climb.target):
        return Carrier(name, ("to",), "demands", 1, 1.0)
    if name == "be" and child(head, "acomp", "attr") is not None:  # "it was too early for …" is not "was for"
        return None
    if head.tag_ == "VBN" and role != "object" and not climb.aside:
        adjective = words.carrier("holder_adjectives", head.lower_, beside)
        if adjective is not None:
            return adjective
    order = ("attitudes", "actions", "demands") if role == "object" else ("attitudes", "demands", "actions")
    found = [c for kind in order if (c := words.carrier(kind, name, beside)) is not None]
    if climb.aside and climb.decided and any(c.kind == "attitudes" and c.sign < 0 for c in found):
        climb.asserted = False  # "campaigns against plans to give aid to the matter's victims": what to is not clear
    return max((c for c in found if _fits(climb, c, head, role)), key=lambda c: len(c.others), default=None)


def _words_beside(verb: Token, target: Token) -> Iterator[str]:
    """The words that may belong to a verb: "put … on hold", "went to court", "is up in arms"."""
    for c in verb.children:
        if c.dep_ == "prep" and c.i < verb.i and target not in c.subtree:
            continue  # "on Friday", "on the radio": the parser hangs on the verb what is only put first
        if c.dep_ in _WITH and not _is_duration(c):
            yield lemma(c)
            yield from (lemma(g) for g in c.children if c.dep_ == "dobj" and g.dep_ == "amod")  # "took a dim view"
            inner = child(c, "prep") if c.dep_ == "advmod" else c
            if inner is not None and inner.dep_ == "prep" and target not in inner.subtree:
                yield lemma(inner)
                yield from (lemma(g) for g in inner.children if g.dep_ == "pobj" and is_bare(g))


def _is_duration(preposition: Token) -> bool:
    """Whether it says since when or how long, as in "has fought it for years"."""
    noun = child(preposition, "pobj")
    return noun is not None and (noun.ent_type_ in ("DATE", "TIME") or lemma(noun) in _SPANS)


def _has_object(verb: Token, climb: Climb, role: str, asked_for: bool) -> bool:
    """Whether a verb that needs a preposition has an object, which is the matter, or stands before it."""
    thing = child(verb, "dobj")
    return role == "object" if thing is None or climb.target in thing.subtree else asked_for


def _fits(climb: Climb, carrier: Carrier, head: Token, role: str) -> bool:
    """Whether the matter is what the carrier is about, and not something further off."""
    asked_for = bool(set(carrier.others) & set(climb.path))
    if not climb.decided and not is_to_the_point(climb, carrier.others):
        return False
    if carrier.kind in ("attitudes", "actions") and role == "clause" and climb.saying(carrier):
        return False
    if role == "prep" and not asked_for:  # it hangs on a preposition, which the carrier must ask for
        return False
    if role == "object" and climb.path and carrier.kind != "attitudes":  # "urges patience on the matter"
        if not asked_for and not all(_is_transparent(word, climb) for word in climb.path):
            return False
    if role == "object" and not carrier.others and carrier.head in climb.words.lists["addressing"]:
        return False
    if carrier.head == "pass" and role == "object" and climb.words.among(climb.target, "tests"):
        return False  # who passes a test has met it
    if climb.person and not climb.decided and role != "clause" and carrier.head in climb.words.lists["addressing"]:
        return False  # what is asked of somebody, or offered to him, is no side on him
    if (
        len(carrier.others) == 1
        and carrier.head in climb.words.lists["objectless"]
        and _has_object(head, climb, role, asked_for)
    ):
        return False  # "called the matter a farce on Friday" is no "called on"
    if climb.aside and carrier.kind == "attitudes":  # "accused Y of …ing the matter", "complained that it …"
        return (role == "clause" and carrier.head in climb.words.lists["reactions"]) or (
            asked_for and carrier.others[-1] in ("of", "for")
        )
    return not climb.aside or carrier.kind == "demands"


def is_to_the_point(climb: Climb, others: Collection[str] = ()) -> bool:
    """Whether no other thing stands on the path: not "a report about the matter", but "the results of the matter"."""
    if climb.path and climb.path[0] in others:  # "summoned the ambassador over the matter"
        return True
    path = [word for word in climb.path if word not in others]
    things = [(word, path[n - 1] if n else "") for n, word in enumerate(path) if word in climb.things]
    return all(before == "of" or word in climb.words.lists["transparent"] for word, before in things)


def _is_transparent(word: str, climb: Climb) -> bool:
    """Whether what is done to "the word of the matter" is done to the matter."""
    return word in ("of", "on", "for", "to", "about") or word in climb.words.lists["transparent"]
