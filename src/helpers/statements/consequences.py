"""What is said to follow if a matter comes about, who fears that, and what is threatened to those who bring it about.

Such words judge nothing: "if the matter fails, there will be war" is for it, "once it opens, our wells will run dry"
against it. Whether the matter comes about in the clause, times whether what follows is good or bad, is the side.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from spacy.tokens import Token

from helpers.statements.clauses import is_inverted
from helpers.statements.climb import Reading, side
from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import (
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    child,
    has_modal,
    is_past,
    lemma,
    negators,
    subject,
)

_ANSWERS = frozenset("boycott expel leave quit resign respond retaliate sever veto withdraw".split())
_CONFIDENCE = 0.6  # nothing is called good or bad
_STRENGTH = 0.8
_LACKING = ("no", "less", "fewer", "not", "lower", "cheaper")  # words before what there is less of


class _Condition(NamedTuple):
    """The verb of a clause like "if the matter fails", and the word that opens it."""

    verb: Token
    mark: Token


def read_consequence(
    target: Token, words: StanceWords, *, cues: Collection[int] = (), act: bool = False
) -> Reading | None:
    """Read a side from what is said to follow from the matter.

    Args:
        target: The head word of the mention of the matter.
        words: The stance words.
        cues: Positions of the tokens that introduce the quotation around the target.
        act: The target itself is the doing of the matter.

    Returns:
        None where nothing follows, or both good and bad.
    """
    condition = _condition(target, words)
    if target.dep_ == "pobj" and target.head.lower_ == "against":
        return None  # "if measures against the matter were taken": something else is done
    if condition is None:
        return _threat(target, words, act=act) or _unknown(target, words)
    happens = _comes_about(target, condition.verb, words, act=act)
    if condition.mark.lower_ == "unless":
        happens = -happens
    if not happens:
        return None
    fear = _fear(condition.verb, words)
    if fear is not None:
        felt, holder = fear
        return _reading(-happens, f"'{felt.text}' of what comes '{condition.mark.text}'", holder)
    main = condition.verb.head
    if condition.verb.dep_ not in ("advcl", "ccomp") or main.i in cues or is_past(main):
        return None
    told = set(main.subtree) - set(condition.verb.subtree)
    worth, word = find_worth(sorted((t for t in told if t.i not in cues), key=lambda t: t.i), words)
    if word is None:
        answer = _answer(main, words)
        return _reading(-happens, f"'{answer.text}' threatened if it comes about", None) if answer is not None else None
    return _reading(happens * worth, f"'{word.text}' follows '{condition.mark.text}'", None)


def _answer(verb: Token, words: StanceWords) -> Token | None:
    """What somebody threatens to do: "would leave if …", "vowed to respond if …"."""
    chain = [verb, *(c for c in verb.children if c.dep_ == "xcomp")]
    chain += [t for t in verb.subtree if t.tag_ == "VBG"]  # "would consider leaving"
    chain += [verb.head] if verb.dep_ in ("xcomp", "pcomp") else []
    deed = next((v for v in chain if lemma(v) in _ANSWERS), None)
    meant = any(has_modal(v, words, "commitment") or lemma(v) in ("threaten", "vow") for v in chain)
    return deed if deed is not None and meant and not any(True for v in chain for _ in negators(v, words)) else None


def _reading(sign: int, told: str, holder: Token | None) -> Reading:
    return Reading(sign, _STRENGTH, _CONFIDENCE, (f"{told} ({side(sign)})",), holder, ("consequence",))


def _condition(target: Token, words: StanceWords) -> _Condition | None:
    """The innermost condition, or time to come, that a matter stands in."""
    for node in (target, *target.ancestors):
        if node.pos_ not in ("VERB", "AUX"):
            continue
        if is_inverted(node):
            return _Condition(node, next(c for c in node.children if c.dep_ in ("aux", "auxpass")))
        if node.dep_ not in ("advcl", "relcl"):
            continue
        for c in node.children:
            if c.dep_ in ("mark", "advmod") and c.i < node.i and words.among(c, "openings"):
                return _Condition(node, c)
    return None


def _comes_about(target: Token, last: Token, words: StanceWords, *, act: bool) -> int:
    """Whether the clause that ends in `last` has the matter come about (1), or not (-1); 0 if it says neither."""
    sign = 1 if act else 0
    below: Token = target
    node: Token
    for node in [*([target] if act else []), *target.ancestors]:
        if node.pos_ in ("VERB", "AUX"):
            if node is not target and (step := _step(below, node, words)):
                sign = step * (sign or 1)
            if sign and sum(1 for _ in negators(node, words)) % 2:
                sign = -sign
        below = node
        if node == last:
            return sign
    return 0


def _step(below: Token, verb: Token, words: StanceWords) -> int:
    """What a verb does to what hangs on it."""
    if lemma(verb) == "go" and any(c.lower_ in ("ahead", "through", "forward") for c in verb.children):
        return int(below.dep_ in SUBJECTS)
    beside = {lemma(c) for c in verb.children if c.dep_ in ("prt", "prep", "advmod", "dobj")}
    if below.dep_ in SUBJECTS:
        carrier = words.carrier("effects", lemma(verb), beside)
        if carrier is not None and (carrier.others or child(verb, *OBJECTS) is None):
            return carrier.sign
        if child(verb, *OBJECTS) is not None:
            return 0
        return (
            -1 if words.among(verb, "vanishing") else int(words.among(verb, "lasting") or words.among(verb, "coming"))
        )
    if below.dep_ not in (*OBJECTS, *PASSIVE_SUBJECTS, "prep", "xcomp", "ccomp"):
        return 0
    if below.dep_ in PASSIVE_SUBJECTS and words.among(verb, "coming"):
        return 1
    for kind in ("actions", "attitudes"):
        carrier = words.carrier(kind, lemma(verb), beside)
        if carrier is not None and (below.dep_ != "prep" or lemma(below) in carrier.others):
            return carrier.sign
    return 0


def _fear(verb: Token, words: StanceWords) -> tuple[Token, Token | None] | None:
    """The word for a fear that a clause depends on, and who has it (None: whoever is speaking)."""
    for node in verb.ancestors:
        if not words.among(node, "fearing"):
            continue
        if any(True for _ in negators(node, words)) or any(True for _ in negators(node.head, words)):
            return None
        who = subject(node) if node.pos_ == "VERB" else subject(node.head)
        return node, None if who is None or who.lower_ in ("it", "what", "this", "that") else who
    return None


def find_worth(tokens: Iterable[Token], words: StanceWords) -> tuple[int, Token | None]:
    """Whether all that some words tell of is good (1) or bad (-1), and the first that says so; else 0 and none."""
    found: list[tuple[int, Token]] = []
    for token in tokens:
        sign = _value(token, words)
        if sign and not (token.dep_ in ("compound", "amod") and _value(token.head, words)):
            found.append((sign, token))
    return found[0] if len({sign for sign, _ in found}) == 1 else (0, None)


def _value(token: Token, words: StanceWords) -> int:
    if token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV"):
        sign = 1 if words.among(token, "goods") else -1 if words.among(token, "evils") else 0
        if not sign:
            return 0
        whole = _amount(token)
        verb = whole.head
        patient = whole.dep_ in (*OBJECTS, *PASSIVE_SUBJECTS)
        gone = verb.pos_ == "VERB" and (
            (patient and words.among(verb, "ending")) or (whole.dep_ in SUBJECTS and words.among(verb, "vanishing"))
        )
        lacking = any(c.lower_ in _LACKING for c in whole.children)
        denied = verb.pos_ in ("VERB", "AUX") and not lacking and any(True for _ in negators(verb, words))
        return -sign if (gone + lacking + denied + is_escaped(token)) % 2 else sign
    if token.pos_ != "VERB":
        return 0
    harm = words.carrier("effects", lemma(token), ())
    hurts = words.among(token, "suffering") or (harm is not None and harm.sign < 0)
    if not hurts or words.among(token, "ending") or any(_value(c, words) for c in token.children if c.pos_ != "VERB"):
        return 0
    return 1 if any(True for _ in negators(token, words)) else -1


def is_escaped(noun: Token) -> bool:
    """Whether something leads out of a thing, or keeps it away: "a way out of the crisis", "protection from war"."""
    preposition = noun.head
    out = preposition.lower_ == "of" and preposition.i and preposition.nbor(-1).lower_ == "out"
    return noun.dep_ == "pobj" and (bool(out) or preposition.lower_ in ("from", "against"))


def _amount(noun: Token) -> Token:
    """The head of "thousands of jobs"; the noun itself if nothing counts it."""
    of = noun.head
    return of.head if noun.dep_ == "pobj" and of.lower_ == "of" and of.head.pos_ in ("NOUN", "NUM") else noun


def _threat(target: Token, words: StanceWords, *, act: bool) -> Reading | None:
    """What "whoever does it", "any state that joins it" will have to pay for."""
    for clause in (target, *target.ancestors):
        whole = clause.head if clause.dep_ == "relcl" else clause
        verb = whole.head
        if clause.dep_ not in ("relcl", "csubj", "nsubj") or not words.among(verb, "punishing"):
            continue
        if whole.dep_ not in SUBJECTS or not _is_anybody(whole, clause) or any(True for _ in negators(verb, words)):
            continue
        if not has_modal(verb, words, "commitment"):
            continue
        sign = _comes_about(target, clause, words, act=act)
        return _reading(-sign, f"'{verb.text}' threatens who does it", None) if sign else None
    return None


def _is_anybody(whole: Token, clause: Token) -> bool:
    """Whether those who act are not named: "whoever …", "any state that …", "those who …"."""
    heads = [c.lower_ for c in whole.children if c.dep_ == "det"]
    openers = [c.lower_ for c in clause.children if c.dep_ in SUBJECTS]
    return bool({"any", "every", "each", "no"} & set(heads)) or bool(
        {"whoever", "anyone", "anybody", "those", "everyone"} & {*openers, whole.lower_}
    )


def _unknown(target: Token, words: StanceWords) -> Reading | None:
    """What nobody knows of a matter: "nobody can say what it will cost us"."""
    clause = target.head
    verb = clause.head
    if target.dep_ not in SUBJECTS or clause.dep_ not in ("ccomp", "xcomp") or not words.among(verb, "knowing"):
        return None
    asked = [c for c in clause.children if c.lower_ == "what" and c.dep_ in (*OBJECTS, "attr")]
    if not asked or not has_modal(clause, words, "commitment") or not any(True for _ in negators(verb, words)):
        return None
    return _reading(-1, f"'{verb.text}' not what it will '{clause.text}'", None)
