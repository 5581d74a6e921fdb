"""How somebody takes what was told: "reacted with indignation", "its reaction was cool", "used its veto"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.gestures import Gesture
from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import OBJECTS, child, lemma, negators, subject

_CONFIDENCE, _STRENGTH = 0.6, 0.8
_REACTING = frozenset({"react", "respond", "reply", "answer"})
_REACTIONS = frozenset({"reaction", "response", "reply", "answer"})
_COOL = frozenset(
    {"harsh", "cool", "cold", "frosty", "chilly", "negative", "angry", "hostile", "furious", "scathing", "critical"}
)
_WARM = frozenset({"positive", "warm", "enthusiastic", "favourable", "favorable", "welcoming"})
_VETOING = frozenset({"use", "exercise", "wield", "invoke", "cast", "impose"})
_FORCES = frozenset(
    {"soldier", "troop", "contingent", "staff", "personnel", "delegation", "observer", "expert", "unit", "force"}
)
_CONSENTS = frozenset({"agreement", "approval", "assent", "backing", "blessing", "consensus", "consent", "permission"})
_WITHHOLDING = frozenset({"withhold", "refuse", "deny", "block", "break"})
_REFUSING = _FORCES | _CONSENTS | {"veto", "hold", "decline", "refuse", "balk", "demur"}
_HIDING = frozenset({"hide", "conceal", "disguise"})


def find_reactions(sentence: Span, context: Context) -> Iterator[Gesture]:
    """Reactions of a sentence that does not name what they are to.

    A feeling is about what was told last, so that joy over a veto is against the matter; a veto, or taking one's own
    soldiers out, is against the one matter spoken of.
    """
    words = context.words
    topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    for token in sentence if context.has(sentence, words.heads("nouns"), _REACTIONS, _REFUSING) else ():
        felt = _feeling(token, words) or _toned(token)
        if felt is not None and felt[1] is not None:
            last = context.last_position(sentence)
            if len(topics) == 1 and any(t.lower_ in ("too", "also", "likewise") for t in sentence):
                last = (topics[0], 1)  # "in Ruritania, too, the reaction was hostile": to the matter
            if last is None and len(topics) == 1 and context.is_news(sentence):
                last = (topics[0], 1)
            if last is not None:
                yield _gesture(last[0], token, felt[0] * last[1], felt[1])
        elif len(topics) == 1 and (who := _refusing(token, words)) is not None:
            yield _gesture(topics[0], token, -1, who)


def _gesture(issue_id: str, token: Token, sign: int, who: Token) -> Gesture:
    steps = (f"'{token.text}' ({side(sign)})",)
    return Gesture(issue_id, token, Reading(sign, _STRENGTH, _CONFIDENCE, steps, who, ("gesture",)))


def _feeling(noun: Token, words: StanceWords) -> tuple[int, Token | None] | None:
    """A feeling that somebody reacts with, or does not hide: 1 or -1, and whose it is."""
    carrier = words.carrier("nouns", lemma(noun), ()) if noun.pos_ == "NOUN" else None
    if carrier is None:
        return None
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    bare = not any(
        c.dep_ in ("prep", "acl") and c.lower_ in ("at", "over", "with", "for", "to", "about") for c in noun.children
    )
    if noun.dep_ == "pobj" and noun.head.lower_ == "with" and lemma(verb) in _REACTING and bare:
        others = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "to"]
        return None if others else (carrier.sign, subject(verb))
    own = child(noun, "poss")
    if own is None or own.pos_ != "PRON" or not bare:
        return None
    hidden = noun.dep_ in OBJECTS and lemma(verb) in _HIDING and any(True for _ in negators(verb, words))
    secret = noun.dep_ == "pobj" and noun.head.lower_ == "of" and lemma(verb) == "secret"
    if not (hidden or secret):
        return None
    return carrier.sign, subject(verb.head if secret else verb)


def _toned(noun: Token) -> tuple[int, Token | None] | None:
    """What somebody's reaction is said to be: "the reaction of X was harsh"."""
    if lemma(noun) not in _REACTIONS or noun.dep_ != "nsubj" or noun.head.pos_ != "AUX":
        return None
    said = child(noun.head, "acomp")
    owner = child(noun, "poss") or next(
        (child(c, "pobj") for c in noun.children if c.lower_ in ("of", "from", "in")), None
    )
    if owner is None and noun.head.sent[0].lower_ == "in":  # "In Ruritania, too, the reaction was hostile"
        owner = next((child(c, "pobj") for c in noun.head.children if c.i == noun.head.sent.start), None)
    sign = 0 if said is None else -1 if said.lower_ in _COOL else 1 if said.lower_ in _WARM else 0
    return (sign, owner) if sign and owner is not None else None


def _invited(verb: Token) -> Token | None:
    """Who declines what he was invited to: "X was asked to join it, but declined"."""
    first = verb.head if verb.dep_ == "conj" else None
    return child(first, "nsubjpass", "nsubj") if first is not None else None


def _withholding(consent: Token) -> Token | None:
    """Who withholds a consent: "withheld its approval", "a consensus which X blocked"."""
    clause = child(consent, "relcl")
    which = child(clause, *OBJECTS) if clause is not None else None
    verb = clause if clause is not None and which is not None and which.lower_ in ("that", "which") else consent.head
    own = verb != consent.head or (consent.dep_ in OBJECTS and child(consent, "prep", "acl") is None)
    return subject(verb) if own and lemma(verb) in _WITHHOLDING and child(verb, "neg") is None else None


def _refusing(token: Token, words: StanceWords) -> Token | None:
    """Who uses a veto, holds out, or takes his own soldiers out."""
    name, verb = lemma(token), token.head
    if name not in _REFUSING:
        return None
    if name == "veto":
        if token.dep_ not in OBJECTS or lemma(verb) not in _VETOING:
            return None
        named = any(
            c.dep_ == "prep" and c.lower_ in ("on", "against", "over") for c in (*token.children, *verb.children)
        )
        return None if named or any(True for _ in negators(verb, words)) else subject(verb)
    if name in _CONSENTS:
        return _withholding(token)
    if name in _FORCES:
        own = any(c.dep_ == "poss" and c.lower_ in ("its", "their", "his", "her") for c in token.children)
        leaving = lemma(verb) in ("withdraw", "recall", "evacuate") or (
            lemma(verb) in ("pull", "take") and any(c.lower_ == "out" for c in verb.children)
        )
        is_taken = own and leaving and token.dep_ in OBJECTS
        return subject(verb) if is_taken and not any(True for _ in negators(verb, words)) else None
    if not all(c.dep_ in ("nsubj", "aux", "prt", "punct", "advmod", "cc", "conj", "npadvmod") for c in token.children):
        return None
    if name == "hold":
        out = any(c.dep_ == "prt" and c.lower_ == "out" for c in token.children)
        return subject(token) if out and token.pos_ == "VERB" else None
    if token.dep_ not in ("ROOT", "conj") or any(True for _ in negators(token, words)):
        return None
    return child(token, "nsubj") or _invited(token)
