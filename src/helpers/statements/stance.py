"""Who agrees with what in a sentence: rules on the parse that say which words decided.

From the word that names the matter the rules climb to the head of the sentence. Each word on the way that
carries a stance multiplies the sign ("withdrew its objection to the draft": minus times minus), negation
turns it round, and the outermost word decides whose stance it is.
"""

from collections.abc import Collection, Iterator, Mapping

from spacy.tokens import Span, Token

from helpers.statements.clauses import is_adjunct, is_complement, is_fronted, is_hypothetical, is_told_of, wished
from helpers.statements.climb import UNCLAIMED, Climb, Reading, side
from helpers.statements.constructions import AUTHORED, is_owed
from helpers.statements.doing import do, voiced_in
from helpers.statements.judgements import judge
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.listed_after import weigh_summed_up
from helpers.statements.nouns import weigh_adjective, weigh_noun
from helpers.statements.persons import is_before_rival
from helpers.statements.prepositions import weigh_preposition
from helpers.statements.shortfalls import is_put_aside
from helpers.statements.tree import (
    NAMED_ACTORS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    agent,
    child,
    first_conjunct,
    lemma,
    subject,
)
from helpers.statements.verbs import weigh_verb

_BESIDE = ("with", "among", "from", "by", "like", "including", "in", "between")  # who follows these is left alone
_DENIABLE = ("advcl", "ccomp", "relcl", "xcomp")  # how what is put aside from above hangs on it
_HEIGHT = 20  # steps: hardly a sentence's tree is higher, and what is further off decides nothing
_FRAGMENT = 0.5  # … where a verb has neither subject nor tense ("Backing the matter, and the rest of it")
_OTHER_KIND = 0.5  # confidence left where other matters of the kind are wanted than there are ("better trade deals")
_AUTHOR = 0.65  # confidence that somebody is for the draft that is said to be by him
_ATTRIBUTE = 0.6  # confidence of a judgement that only stands before the matter ("this sham vote")


def read_stances(
    target: Token,
    words: StanceWords,
    *,
    cues: Collection[int] = (),
    act: bool = False,
    person: bool = False,
    first: int | None = None,
    deeds: Mapping[str, int] | None = None,
) -> list[Reading]:
    """Read the stances toward the matter that `target` names, those of others met on the way first.

    Args:
        target: The head word of the mention of the matter.
        words: The stance words.
        cues: Positions of the tokens that introduce the quotation around the target: the climb ends there.
        act: The target itself is the doing of the matter ("ratify"), not its name.
        person: The matter is named by a person's name, so that "her campaign" is what she does.
        first: Position of the first word of the matter's name, whose words judge nothing ("super" in "super fund").
        deeds: What is done to the matter by those who want it (1), and by those who do not (-1), as `deeds_of` says.

    Returns:
        Nothing when no word decides, or when the words are no assertion: conditions, questions, other times.
    """
    climb = Climb(target, words, person=person, deeds=deeds)
    if act:
        do(climb, target, Carrier(lemma(target), (), "actions", 1, 1.0))
        climb.negate(target)
        climb.asserted = not is_hypothetical(target, words)
        if target.dep_ == "acl" and target.tag_ == "VBN":  # "talks mediated by Y": Y's own doing
            return [reading] if (reading := climb.result()) is not None else []
    elif person and target.dep_ not in ("compound", "nmod", "poss") and is_before_rival(target, words):
        climb.sign = -climb.sign  # "endorsed Varr rival Piet Holm", which the parser may take apart
    elif any(c.lower_ == "no" or (c.dep_ == "neg" and target.dep_ == "conj") for c in target.children):
        climb.negate(target)
    node: Token | None = target
    for _ in range(_HEIGHT):
        node = _step(climb, node, cues) if node is not None and climb.asserted and not climb.ended else None
        if node is None or (node.i in cues and node.head.i not in cues):
            break
    last = climb.result()
    if last is not None and _is_fragment(target, cues):
        last = last._replace(confidence=last.confidence * _FRAGMENT)
    if last is None or UNCLAIMED in last.flags:
        last = _attribute(climb, target.i if first is None else first) or last
    if last is not None and last.sign > 0 and _is_another_kind(target):
        last = last._replace(confidence=last.confidence * _OTHER_KIND)
    kept = climb.readings
    if last is not None and last.strength == 1.0:  # "froze its contribution to the matter": one stance, not two
        kept = [reading for reading in kept if not _may_be_own(reading, last)]
    beside = [*_participles(target, words), *_joined_passives(target, words), *_author(target, words)]
    return [*beside, *kept, *([last] if last is not None else [])]


def _is_fragment(target: Token, cues: Collection[int]) -> bool:
    """Whether a clause is no sentence, so that who would do it is open: "“Backing the matter,” Varr said."""
    verbs: list[Token] = []
    for node in target.ancestors:
        if node.i in cues or (node.dep_ == "ROOT" and verbs and node.tag_ != "VBG"):
            break
        verbs += [node] if node.pos_ in ("VERB", "AUX") else []
    told = ("aux", "auxpass", *SUBJECTS, *PASSIVE_SUBJECTS)
    fronted = bool(verbs) and (verbs[-1].head == verbs[-1] or verbs[-1].dep_ == "ccomp")
    return fronted and all(verb.tag_ == "VBG" and child(verb, *told) is None for verb in verbs)


def _is_another_kind(target: Token) -> bool:
    """Whether somebody may want what there is not: "smarter and tougher trade deals", not "the tougher law"."""
    if any(c.dep_ in ("det", "poss") for c in target.children):
        return False
    return any(t.tag_ == "JJR" for c in target.children if c.dep_ == "amod" for t in (c, *c.conjuncts))


def _may_be_own(reading: Reading, last: Reading) -> bool:
    """Whether a pronoun may stand for who holds the last stance: not in "the voters backed her call for it"."""
    pronoun, holder = reading.holder, last.holder
    if pronoun is None or holder is None or pronoun.pos_ != "PRON":
        return pronoun is not None and pronoun.pos_ == "PRON"
    several = holder.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in holder.children)
    return pronoun.lower_ not in ("his", "her") or not (several or holder.ent_type_ in ("NORP", "GPE", "ORG"))


def _participles(target: Token, words: StanceWords) -> Iterator[Reading]:
    """What is done to the matter in an aside: "the matter, backed by Y"."""
    for c in target.children:
        if c.dep_ == "acl" and c.tag_ == "VBN" and not words.among(target, "stances"):
            climb = Climb(target, words)
            weigh_verb(climb, "dobj", c)
            reading = climb.result()
            if reading is None and lemma(c) in AUTHORED and (by := agent(c)) is not None:
                reading = Reading(1, 0.8, _AUTHOR, (f"'{c.text} by' (for)",), by, ())
            if reading is not None and reading.holder is not None:
                yield reading


def _author(target: Token, words: StanceWords) -> Iterator[Reading]:
    """Whose draft the matter is: "an amendment by Y"."""
    for c in target.children if words.among(target, "drafts") else ():
        by = child(c, "pobj") if c.dep_ in ("prep", "agent") and c.lower_ == "by" else None
        if by is not None and by.ent_type_ in NAMED_ACTORS:
            yield Reading(1, 0.8, _AUTHOR, (f"'{target.text} by' (for)",), by, ())


def _joined_passives(target: Token, words: StanceWords) -> Iterator[Reading]:
    """What others do to the matter in the same breath: "it was backed by X but rejected by Y", "having been …"."""
    verb = target.head
    if target.dep_ not in ("nsubjpass", "nsubj"):
        return
    asides = [c for c in verb.children if c.dep_ == "advcl" and any(g.lower_ == "having" for g in c.children)]
    for c in (*(verb.conjuncts if target.dep_ == "nsubjpass" else ()), *asides):
        if c.tag_ != "VBN" or child(c, *SUBJECTS, *PASSIVE_SUBJECTS) is not None:
            continue
        if c not in asides and child(c, "auxpass") is not None:
            continue
        who = agent(c) or voiced_in(c, words)
        climb = Climb(target, words)
        if who is not None:
            weigh_verb(climb, "nsubjpass", c)
        reading = climb.result()
        if reading is not None:
            yield reading._replace(holder=who)


def _step(climb: Climb, node: Token, cues: Collection[int]) -> Token | None:
    """Go one word up and weigh it; None at the end of the way."""
    link = first_conjunct(node)
    joined = node == climb.target and node.dep_ == "conj" and node.head.pos_ == "VERB"
    if joined and node.pos_ in ("NOUN", "PROPN"):  # "supports X, but not the matter": the parser hangs it on the verb
        _weigh(climb, "dobj", node.head)
        return node.head
    if link.head == link:
        return None
    if link != node and node.pos_ in ("VERB", "AUX") and child(node, *SUBJECTS) is not None and link.dep_ != "ccomp":
        return None  # a clause of its own beside another
    if node.dep_ == "acl" and node.tag_ == "VBG" and child(node, "nsubj") is not None:
        return None  # "…, with others backing the matter"
    dep, head = link.dep_, link.head
    if dep in ("ccomp", "parataxis") and any(t.text == ";" for t in _between(link, head)):
        return None  # what stands on both sides of a semicolon
    if dep == "nsubj" and head.dep_ == "auxpass":  # "was once more demanded", which the parser takes apart
        dep, head = "nsubjpass", head.head
    if dep == "nsubj" and (deed := is_owed(head)) is not None:  # "ought never to have been signed"
        dep, head = "nsubjpass", deed
    if dep == "advcl" and climb.decided and (noun := wished(link, head, climb.words)) is not None:
        climb.decide(noun[0], noun[1])
        climb.hold(child(noun[1], "poss") or subject(head))
        return None
    if dep in ("relcl", "advcl") and not is_complement(link, climb.words):
        if not (dep == "relcl" and climb.decided and is_told_of(link)):
            if dep == "relcl" and climb.decided:
                climb.negate(head)  # "no place that the matter has helped"
            return None
        climb.keep()  # "condemned those who oppose the matter": two stances
        if head.dep_ == "pobj" and head.head.lower_ in _BESIDE:
            climb.asserted = False  # "met at a hall with activists who oppose the matter"
            return None
    if dep == "ccomp" and is_fronted(link, head, cues, climb.words):
        return None
    if climb.decided and is_adjunct(link):
        return None  # "declined to comment after backing the matter"
    if dep == "appos":
        weigh_summed_up(climb, head)
    climb.path += [c.lower_ for c in link.children if c.dep_ == "mark" and c.lower_ == "for"]
    _weigh(climb, dep, head)
    if (
        is_hypothetical(head, climb.words)
        if head.pos_ in ("VERB", "AUX")
        else dep == "pcomp" and head.lower_ == "before"
    ):
        climb.asserted = False
    if head.dep_ in _DENIABLE and is_put_aside(head, climb.words):
        climb.asserted = False
    return head


def _between(first: Token, second: Token) -> Span:
    return first.doc[min(first.i, second.i) : max(first.i, second.i)]


def _weigh(climb: Climb, dep: str, head: Token) -> None:
    """What the head adds to what is known of the matter below it."""
    if head.pos_ == "ADP" or head.dep_ in ("prep", "agent"):
        weigh_preposition(climb, head)
    elif head.pos_ in ("VERB", "AUX"):
        weigh_verb(climb, dep, head)
    elif head.pos_ in ("NOUN", "PROPN", "PRON"):
        weigh_noun(climb, dep, head)
    elif head.pos_ in ("ADJ", "ADV"):
        weigh_adjective(climb, dep, head)
    else:
        climb.path.append(lemma(head))


def _attribute(climb: Climb, end: int) -> Reading | None:
    """Without anything else, what stands right before the matter: "this sham vote", the so-called "vote"."""
    target, words = climb.target, climb.words
    if (climb.decided and not climb.unclaimed) or any(
        c.dep_ == "det" and c.lower_ in ("a", "an", "any", "no") for c in target.children
    ):
        return None
    whole = target.head if target.dep_ == "compound" else target
    span = target.doc[min(whole.left_edge.i, target.i, end) : min(target.i, end)]
    distance = next((word for word in sorted(words.lists["distance"]) if word in span.text.lower()), None)
    if distance is not None:
        return Reading(-1, 0.6, _ATTRIBUTE, (f"'{distance}' (distance)",), None, ("attribute",))
    judgement = judge([t for t in span if t.dep_ in ("amod", "compound") and t.head == target], words)
    if judgement is None:
        return None
    step = f"'{judgement.text}' ({side(judgement.sign)}) before it"
    return Reading(judgement.sign, 0.8, _ATTRIBUTE, (step,), None, ("attribute",))
