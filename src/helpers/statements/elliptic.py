"""Words for a side that leave out on what: "dropped its objections", "called for a halt", "despite protests by Y"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.frames import grown_holder
from helpers.statements.gestures import Gesture
from helpers.statements.holders import Holders
from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import NAMED_ACTORS, OBJECTS, PASSIVE_SUBJECTS, agent, child, lemma, negators, subject

_CONFIDENCE, _STRENGTH = 0.6, 0.8
_SAID = ("ADJ", "VERB", "ADV")  # what a mood may be told by
_OWNERS = ("from", "by", "among", "of")
_SPANS = ("DATE", "TIME", "CARDINAL", "QUANTITY", "ORDINAL")
_COMPLEMENTS = ("to", "for", "of", "on", "about", "over", "against", "at", "with", "toward", "towards", "in", "into")


def elliptic_sign(noun: Token, words: StanceWords) -> int:
    """Whether a noun is for (1) or against (-1) a matter that it does not name; 0 if it tells no side, or names it."""
    if noun.pos_ != "NOUN" or noun.dep_ == "compound" or not words.among(noun, "elliptic") or _names_matter(noun):
        return 0
    carrier = words.carrier("nouns", lemma(noun), ())
    return 0 if carrier is None else carrier.sign


def _names_matter(noun: Token) -> bool:
    """Whether it is said of what: "the criticism of the court", "bail-out approval"."""
    for c in noun.children:
        if c.dep_ in ("acl", "relcl", "ccomp", "appos") or (c.dep_ == "compound" and c.pos_ in ("NOUN", "PROPN")):
            return True
        if c.dep_ == "prep" and c.lower_ in _COMPLEMENTS and not _is_owner(c) and not _is_span(c):
            return True
        if (
            c.dep_ == "prep" and c.lower_ == "of" and _has_owner(noun)
        ):  # "Varr's endorsement of Holm", "in support of Holm"
            return True
    if noun.head.lower_ == "without":  # "without delay"
        return True
    after = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None  # which the parser may have hung on the verb
    return (
        after is not None and after.dep_ == "prep" and after.lower_ in ("to", "for", "against", "about", "over", "at")
    )


def _has_owner(noun: Token) -> bool:
    """Whether who has the side is said before it, so that what follows "of" is the matter."""
    return child(noun, "poss") is not None or (noun.dep_ == "pobj" and noun.head.lower_ == "in")


def _is_owner(preposition: Token) -> bool:
    noun = child(preposition, "pobj")
    return preposition.lower_ in _OWNERS and noun is not None and noun.ent_type_ in NAMED_ACTORS


def _is_span(preposition: Token) -> bool:
    noun = child(preposition, "pobj")
    return noun is not None and any(t.ent_type_ in _SPANS for t in noun.subtree)


def find_owned(sentence: Span, context: Context, holders: Holders) -> Iterator[Gesture]:
    """Sides that somebody has, with a noun or an adjective that leaves out on what.

    "Despite opposition from Ruritania" and "Ruritania made no secret of its opposition" are against the matter spoken
    of, and so is "Ruritania remains sceptical".
    """
    words = context.words
    here = {match.issue_id for match in context.matches.get(sentence.start, ())}
    issues = list(here or dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    if len(issues) != 1 or context.is_person(issues[0]):
        return
    told = min((match.end for match in context.matches.get(sentence.start, ())), default=sentence.start)
    for token in sentence:
        if words.among(token, "feelings") and (sign := elliptic_sign(token, words)):
            owner = _owner(token, words, holders)
            if _is_on_words(token, words):
                continue
            if owner is not None and not any(True for _ in negators(token, words)):
                yield _gesture(issues[0], token, sign, owner)
        elif token.i >= told and token.pos_ in _SAID and (held := _mood(token, words)) is not None:
            sign, who = held
            if not words.among(token, "emotions"):
                yield _gesture(issues[0], token, sign, who)
            elif (last := context.last_position(sentence)) is not None or context.is_news(sentence):
                yield _gesture(issues[0], token, sign * (last[1] if last is not None else 1), who)


def _is_on_words(noun: Token, words: StanceWords) -> bool:
    """Whether what somebody said meets with it, on which side is open: "her comments drew criticism from X"."""
    about = child(noun.head, "nsubj") if noun.dep_ in OBJECTS and words.among(noun.head, "receptions") else None
    return about is not None and words.among(about, "assertions")


def _gesture(issue_id: str, token: Token, sign: int, holder: Token) -> Gesture:
    steps = (f"'{token.text}' ({side(sign)})",)
    return Gesture(issue_id, token, Reading(sign, _STRENGTH, _CONFIDENCE, steps, holder, ("elliptic",)))


def _owner(noun: Token, words: StanceWords, holders: Holders) -> Token | None:
    """Who has the side: "opposition from X", "X's opposition"; "its opposition" where no verb does anything to that."""
    if child(noun, "poss") is not None and any(c.lower_ == "from" for c in noun.children):
        return None  # "Varr's support from Ruritania" is for her
    for c in noun.children:
        if c.dep_ == "poss" and lemma(noun) == "opposition" and noun.dep_ == "nsubj" and not _is_told_of(noun.head):
            return None  # people: "Ruritania's opposition demanded …"
        if c.dep_ == "poss":
            kept = c.pos_ != "PRON" or not _is_acted_on(noun, words)
            return c if kept else None
        if c.dep_ in ("prep", "agent") and c.lower_ in _OWNERS and (who := child(c, "pobj")) is not None:
            return who if holders.all_named(who) else None
    by = agent(noun.head) if noun.dep_ in PASSIVE_SUBJECTS and words.among(noun.head, "light_verbs") else None
    if by is not None:  # "support was expressed by X"
        return by if holders.all_named(by) else None
    if (giver := grown_holder(noun, words)) is not None:  # "support also came from X"
        return giver if holders.all_named(giver) else None
    return next((c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.ent_type_), None)


def _is_told_of(verb: Token) -> bool:
    """Whether a verb says of a feeling how it is, and nothing that people do."""
    return verb.pos_ == "AUX" or lemma(verb) in ("come", "grow", "remain", "mount", "stem", "rest", "harden", "fade")


def _is_acted_on(noun: Token, words: StanceWords) -> bool:
    verb = noun.head
    kinds = ("attitudes", "actions", "demands")
    return noun.dep_ in OBJECTS and any(words.phrases(kind, lemma(verb)) for kind in kinds)


def _mood(adjective: Token, words: StanceWords) -> tuple[int, Token] | None:
    """A predicate such as "is opposed", "remained sceptical", with nothing after it, and of whom it is said."""
    among = words.among(adjective, "moods") or words.among(adjective, "emotions")
    if not among or any(c.dep_ in ("prep", "xcomp", "ccomp") for c in adjective.children):
        return None
    verb = adjective if child(adjective, "auxpass") is not None else adjective.head
    carrier = words.carrier("holder_adjectives", adjective.lower_, ())
    who = child(verb, "nsubj", "nsubjpass") or subject(verb)
    if any(c.lower_ in ("less", "more", "too") for c in adjective.children):  # "was less enthusiastic": than others
        return None
    if carrier is None or who is None or (verb != adjective and adjective.dep_ not in ("acomp", "oprd")):
        return None
    if any(c.dep_ in ("prep", "xcomp", "ccomp") and c.i > adjective.i for c in verb.children):
        return None
    denied = any(True for _ in negators(verb, words))
    return (-carrier.sign if denied else carrier.sign), subject(verb) or who
