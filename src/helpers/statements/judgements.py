"""Words that judge a matter: "unjust", "a farce", "out of the question", with what negates them."""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Token

from helpers.statements.lexicon import STRENGTHS, Carrier, StanceWords
from helpers.statements.tree import NAMED_ACTORS

_SPOTLESS = ("perfect", "ideal", "flawless", "faultless")  # what hardly anything is
_GIFTS = ("gift", "present", "reward", "windfall", "bonus", "boon")
_DEFEATS = ("blow", "debacle", "defeat", "disaster", "humiliation", "lesson", "loss", "rebuff", "setback", "slap")
_VICTORIES = ("gain", "gift", "reward", "success", "triumph", "victory", "win")
_FOES = frozenset(
    "adversary aggressor criminal dictator enemy extremist fanatic foe hardliner militant occupier opponent radical "
    "smuggler speculator terrorist tyrant warmonger".split()
)
_REACH = 3  # a negator counts for a judgement that follows within so many words


class Judgement(NamedTuple):
    """A judging word or phrase with its sign (negation included)."""

    sign: int
    strength: float
    text: str
    token: Token
    end: int  # position after its last token
    negator: Token | None


def find_judgements(tokens: Sequence[Token], words: StanceWords) -> list[Judgement]:
    """All judging words among `tokens`, which must be in order."""
    found, n = [], 0
    while n < len(tokens):
        carrier = _carrier_at(tokens, n, words) or _lack_at(tokens, n, words)
        if carrier is None:
            n += 1
            continue
        length = 1 + len(carrier.others)
        negator = _negator(tokens[max(0, n - _REACH) : n], words)
        sign = -carrier.sign if negator is not None else carrier.sign
        text = " ".join(t.text for t in tokens[n : n + length])
        found.append(Judgement(sign, carrier.strength, text, tokens[n], tokens[n + length - 1].i + 1, negator))
        n += length
    return found


def judge(tokens: Sequence[Token], words: StanceWords) -> Judgement | None:
    """What `tokens` say of the matter as a whole; after "but" the last word counts; None if they disagree."""
    found = find_judgements(tokens, words)
    if not found:
        return None
    if len({j.sign for j in found}) > 1:
        turn = max((t.i for t in tokens if _is_turn(t, words)), default=None)
        found = [j for j in found if turn is not None and j.token.i > turn]
        if len({j.sign for j in found}) != 1:
            return None
    found = [_settled_for(j) for j in found]
    return max(found, key=lambda j: j.strength)


def _settled_for(judgement: Judgement) -> Judgement:
    """A blemish that is put up with is no blame: "it is not perfect, but it is there"."""
    doc, after = judgement.token.doc, judgement.end
    if judgement.sign > 0 or not any(t.lower_ in _SPOTLESS for t in doc[judgement.token.i : after]):
        return judgement
    if after < len(doc) and doc[after].text == ",":
        after += 1
    if after < len(doc) and doc[after].lower_ in ("but", "yet"):
        return judgement._replace(sign=1, strength=STRENGTHS["mild"])
    return judgement


def _is_turn(token: Token, words: StanceWords) -> bool:
    """Whether what follows is set against what came before: "but", not the "yet" of "not yet"."""
    return words.among(token, "turns") and not (token.i and words.among(token.nbor(-1), "negators"))


def _carrier_at(tokens: Sequence[Token], n: int, words: StanceWords) -> Carrier | None:
    token = tokens[n]
    if token.ent_type_ in NAMED_ACTORS and token.is_title:  # "a Democratic measure", "Brave Varr"
        return None
    for form in dict.fromkeys((token.lower_, token.lemma_.lower())):
        for carrier in words.phrases("evaluations", form):
            rest = tokens[n + 1 : n + 1 + len(carrier.others)]
            same = [w in (t.lower_, t.lemma_.lower()) for w, t in zip(carrier.others, rest, strict=False)]
            if len(same) == len(carrier.others) and all(same) and _pos_fits(carrier, token):
                turned = _is_given_away(token) or _befalls_foes(token)
                return carrier._replace(sign=-carrier.sign) if turned else carrier
    return None


def _is_given_away(token: Token) -> bool:
    """Whether something good is a gift to somebody else: "a gift to Ruritania"."""
    whom = (g for c in token.children if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "for") for g in c.children)
    return token.lemma_ in _GIFTS and any(g.ent_type_ in NAMED_ACTORS for g in whom)


def _befalls_foes(token: Token) -> bool:
    """Whether a defeat or a victory is that of people nobody sides with: "a defeat for those who want war"."""
    if token.lemma_ not in (*_DEFEATS, *_VICTORIES) or token.i + 1 >= len(token.doc):
        return False
    after = next((c for c in token.children if c.dep_ in ("prep", "dative") and c.lower_ in ("for", "to")), None)
    after = after or token.nbor(1)
    whom = next((c for c in after.children if c.dep_ == "pobj"), None) if after.lower_ in ("for", "to") else None
    if whom is None:
        return False
    return whom.lemma_ in _FOES or (whom.lower_ == "those" and token.lemma_ in _DEFEATS)


def _lack_at(tokens: Sequence[Token], n: int, words: StanceWords) -> Carrier | None:
    """A thing that lacks something which is no evil: "an assembly without members" is no praise."""
    noun = next((t for t in tokens[n + 1 : n + 4] if t.pos_ in ("NOUN", "PROPN", "VERB")), None)
    before = tokens[n - 1] if n else None
    if tokens[n].lower_ != "without" or noun is None or before is None or before.pos_ != "NOUN":
        return None
    if words.among(noun, "evils") or any(c.sign < 0 for c in words.phrases("evaluations", noun.lemma_.lower())):
        return None
    return Carrier("without", (), "evaluations", -1, STRENGTHS["mild"])


def _pos_fits(carrier: Carrier, token: Token) -> bool:
    if carrier.others:
        return True
    if carrier.pos:
        return bool(token.pos_ == carrier.pos)
    return token.pos_ in ("NOUN", "ADJ", "PROPN", "VERB") or (token.pos_ == "ADV" and token.lower_.endswith("ly"))


def _negator(before: Sequence[Token], words: StanceWords) -> Token | None:
    """The nearest negator, unless a comma or another clause lies between."""
    if len(before) > 1 and before[-1].text == "-" and before[-2].lower_ in ("non", "anti", "counter"):
        return before[-2]
    for token in reversed(before):
        if token.is_punct and not token.is_quote:
            return None
        if token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ("just", "only", "merely", "simply"):
            return None  # "not just a start"
        if words.among(token, "negators") or words.among(token, "negative_subjects") or token.lower_ == "without":
            return token
    return None
