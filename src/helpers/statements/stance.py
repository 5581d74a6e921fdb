"""Who agrees with what in a sentence: rules on the parse that say which words decided.

From the word that names the matter the rules climb to the head of the sentence. Each word on the way that
carries a stance multiplies the sign ("withdrew its objection to the draft": minus times minus), negation
turns it round, and the outermost word decides whose stance it is.
"""

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from helpers.statements.clauses import is_complement, is_fronted, is_hypothetical, is_told_of, wished
from helpers.statements.climb import UNCLAIMED, Climb, Reading, side
from helpers.statements.frames import grown_holder, weigh_preposition
from helpers.statements.judgements import judge
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.persons import is_before_rival, is_own, prefix_of, weigh_beside
from helpers.statements.tree import (
    NAMED_ACTORS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    agent,
    child,
    first_conjunct,
    is_indefinite,
    lemma,
    subject,
)
from helpers.statements.verbs import CLAUSES, do, voiced_in, weigh_verb

_HEIGHT = 20  # steps: hardly a sentence's tree is higher, and what is further off decides nothing
_POWERS = ("power", "authority", "ability", "option")
_ATTRIBUTE = 0.6  # confidence of a judgement that only stands before the matter ("this sham vote")


def read_stances(
    target: Token, words: StanceWords, *, cues: Collection[int] = (), act: bool = False, person: bool = False
) -> list[Reading]:
    """Read the stances toward the matter that `target` names, those of others met on the way first.

    Args:
        target: The head word of the mention of the matter.
        words: The stance words.
        cues: Positions of the tokens that introduce the quotation around the target: the climb ends there.
        act: The target itself is the doing of the matter ("ratify"), not its name.
        person: The matter is named by a person's name, so that "her campaign" is what she does.

    Returns:
        Nothing when no word decides, or when the words are no assertion: conditions, questions, other times.
    """
    climb = Climb(target, words, person=person)
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
        node = _step(climb, node, cues) if node is not None and climb.asserted else None
        if node is None or (node.i in cues and node.head.i not in cues):
            break
    last = climb.result()
    if last is None or UNCLAIMED in last.flags:
        last = _attribute(climb) or last
    kept = climb.readings
    if last is not None and last.strength == 1.0:  # "froze its contribution to the matter": one stance, not two
        kept = [reading for reading in kept if not _may_be_own(reading, last)]
    beside = [*_participles(target, words), *_joined_passives(target, words)]
    return [*beside, *kept, *([last] if last is not None else [])]


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
        if c.dep_ == "acl" and c.tag_ == "VBN":
            climb = Climb(target, words)
            weigh_verb(climb, "dobj", c)
            reading = climb.result()
            if reading is not None and reading.holder is not None:
                yield reading


def _joined_passives(target: Token, words: StanceWords) -> Iterator[Reading]:
    """What others do to the matter in the same breath: "the matter was backed by X but rejected by Y"."""
    verb = target.head
    if target.dep_ != "nsubjpass":
        return
    for c in verb.conjuncts:
        if c.tag_ != "VBN" or child(c, *SUBJECTS, *PASSIVE_SUBJECTS, "auxpass") is not None:
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
    dep, head = link.dep_, link.head
    if dep == "advcl" and climb.decided and (noun := wished(link, head, climb.words)) is not None:
        climb.decide(noun[0], noun[1])
        climb.hold(child(noun[1], "poss") or subject(head))
        return None
    if dep in ("relcl", "advcl") and not is_complement(link, climb.words):
        if not (dep == "relcl" and climb.decided and is_told_of(link)):
            return None
        climb.keep()  # "condemned those who oppose the matter": two stances
    if dep == "ccomp" and is_fronted(link, head, cues, climb.words):
        return None
    climb.path += [c.lower_ for c in link.children if c.dep_ == "mark" and c.lower_ == "for"]
    _weigh(climb, dep, head)
    if (
        is_hypothetical(head, climb.words)
        if head.pos_ in ("VERB", "AUX")
        else dep == "pcomp" and head.lower_ == "before"
    ):
        climb.asserted = False
    return head


def _weigh(climb: Climb, dep: str, head: Token) -> None:
    """What the head adds to what is known of the matter below it."""
    if head.pos_ == "ADP" or head.dep_ in ("prep", "agent"):
        _weigh_preposition(climb, head)
    elif head.pos_ in ("VERB", "AUX"):
        weigh_verb(climb, dep, head)
    elif head.pos_ in ("NOUN", "PROPN", "PRON"):
        _weigh_noun(climb, dep, head)
    elif head.pos_ in ("ADJ", "ADV"):
        _weigh_adjective(climb, dep, head)
    else:
        climb.path.append(lemma(head))


def _weigh_preposition(climb: Climb, head: Token) -> None:
    climb.path.append(lemma(head))
    if not climb.decided and head.lower_ == "on" and _is_felt(head.head, climb.words):
        climb.asserted = False
    if not climb.decided and head.lower_ == "than" and _is_outdone(climb.target, head.head, climb.words):
        climb.sign = -climb.sign
    if not climb.decided and (climb.words.among(head, "times") or head.lower_ in ("since", "during")):
        climb.asserted = False
    if head.lower_ == "against" and not climb.decided and _is_meant_against(head, climb.words):
        climb.decide(Carrier("against", (), "nouns", -1, 1.0), head)
        climb.hold(None)
    if head.lower_ == "without" and climb.decided:
        climb.sign = -climb.sign
        climb.steps.append("negated by 'without'")
    weigh_preposition(climb, head)


def _is_meant_against(preposition: Token, words: StanceWords) -> bool:
    """Whether a noun is for something that is there against the matter: "measures against it", "a group against it"."""
    noun = preposition.head
    if noun.pos_ != "NOUN" or words.phrases("nouns", lemma(noun)) or words.among(noun, "comparing"):
        return False
    return words.among(noun, "measures")


def _is_felt(vote: Token, words: StanceWords) -> bool:
    """Whether somebody is glad or sorry of a vote, whose outcome is not told: "shocked by the vote on the matter"."""
    if vote.pos_ != "NOUN" or lemma(vote) not in ("vote", "ballot"):
        return False
    verb = vote.head.head if vote.dep_ == "pobj" else vote.head
    return words.among(verb, "emotions") or (words.among(verb, "reactions") and verb.pos_ == "VERB")


def _is_outdone(target: Token, better: Token, words: StanceWords) -> bool:
    """Whether something is said to be more than the matter: "there are better ways than the matter"."""
    if any(c.lower_ == "no" for c in better.children):
        return False  # "no better way than"
    return words.among(better, "ways") or not is_indefinite(target)


def _weigh_noun(climb: Climb, dep: str, head: Token) -> None:
    name = lemma(head)
    if (
        dep == "acl" and name in _POWERS and head.dep_ == "dobj"
    ):  # "holds the power to stop the matter": may, or may not
        climb.asserted = False
    path = [*climb.path, "from"] if dep in ("compound", "amod") else climb.path  # "tax relief" is relief from it
    carrier = climb.words.carrier("nouns", name, path)
    if climb.person and is_own(climb, dep, head):
        carrier = None
    if not climb.decided and not climb.path and (prefix := prefix_of(climb.target)):
        climb.decide(Carrier(f"{prefix}-", (), "nouns", 1 if prefix == "pro" else -1, 1.0), climb.target.nbor(-2))
        owner = head.head if head.dep_ == "appos" else child(head, "poss")
        climb.hold(
            None if owner is not None and owner.pos_ == "PRON" else owner
        )  # whose "her anti-tax stance" is, is open
        climb.unclaimed, climb.open = climb.holder is None, False
        climb.keep()
        return
    if climb.person and dep == "compound" and head.pos_ == "PROPN" and not climb.words.phrases("nouns", name):
        weigh_beside(climb, head)
        return
    if climb.person and climb.words.among(head, "rivals") and (dep == "compound" or climb.path in ([], ["of"], ["to"])):
        carrier = Carrier(name, (), "nouns", -1, 1.0)
    if carrier is not None and dep in ("prep", "compound", "acl", "poss", "amod", "nmod", "relcl", "advcl", "xcomp"):
        factual = climb.factual and head.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS)
        climb.decide(carrier, head)
        if carrier.sign > 0 and any(c.dep_ == "amod" and c.lower_ in ("wrong", "bad", "worst") for c in head.children):
            climb.sign = -climb.sign  # "the wrong time for the matter"
        climb.hold(_owner(head, climb))
        climb.open = climb.holder is None
        climb.factual = factual and climb.open  # "the end of the matter is near"
        climb.unclaimed = climb.open and _is_of_others(head, climb.words)
        climb.keep()
    elif dep == "prep" and name in ("nothing", "something", "anything", "much", "little") and not climb.decided:
        judgement = judge([t for t in head.subtree if t.dep_ == "amod" and t.head == head], climb.words)
        if judgement is not None:  # "nothing wrong with the matter"
            climb.decide_by(judgement)
            climb.sign = -climb.sign if name in ("nothing", "little") else climb.sign
            climb.spend([head])
            climb.steps[-1] = f"'{head.text} {judgement.text}' ({side(climb.sign)})"
    elif dep in ("acl", "ccomp") and climb.decided and climb.words.among(head, "assertions"):
        if climb.holder is None and climb.doer is None and (owner := child(head, "poss")) is not None:
            climb.hold(owner)  # "Varr's claim that the matter is needed"
            climb.keep()
    elif dep in CLAUSES or (dep == "prep" and climb.path[-1:] == ["for"]):
        judgement = judge([t for t in head.subtree if t.i <= head.i], climb.words)
        if judgement is not None and (not climb.decided or dep in CLAUSES):
            climb.decide_by(judgement)
            climb.hold(None)
    else:
        if dep == "compound" and not climb.decided and not climb.words.among(head, "transparent"):
            climb.aside = True  # "the guests of the election congress": not about the election
        climb.path.append(name)
        climb.things.add(name)
    if any(c.lower_ in ("no", "little") and c.dep_ in ("det", "neg", "amod") for c in head.children):
        climb.negate(head)


def _is_of_others(noun: Token, words: StanceWords) -> bool:
    """Whether a noun tells of people who take the side, whoever speaks of them: "the protest against the matter"."""
    is_predicate = noun.dep_ == "attr" and child(noun.head, "expl") is None  # "we are opponents of the matter"
    return words.among(noun, "camps") and not is_predicate and noun.dep_ not in ("appos", "ROOT")


def _owner(noun: Token, climb: Climb) -> Token | None:
    """Whose position a noun tells: "Ruritania's objections", "Ruritania, an opponent of the matter, …"."""
    of = noun.head if noun.dep_ == "appos" else None
    ways = (child(noun, "poss"), _named_before(noun, climb), grown_holder(noun, climb.words), of, _of_whom(noun, climb))
    return next((owner for owner in ways if owner is not None and owner != climb.target), None)


def _of_whom(noun: Token, climb: Climb) -> Token | None:
    """Whose position a noun tells, after "of": "the refusal of Ruritania to accept the matter"."""
    for c in noun.children:
        owner = child(c, "pobj") if c.lower_ == "of" else None
        if owner is not None and owner.ent_type_ in NAMED_ACTORS and climb.target not in owner.subtree:
            return owner
    return None


def _named_before(noun: Token, climb: Climb) -> Token | None:
    """Whose position a noun tells, without a genitive: "Ruritanian support for the matter", not "a Varrburg rally"."""
    kinds = ("amod",) if climb.words.among(noun, "gatherings") else ("compound", "amod", "nmod")
    return next((c for c in noun.children if c.dep_ in kinds and c.ent_type_ and c != climb.target), None)


def _weigh_adjective(climb: Climb, dep: str, head: Token) -> None:
    if dep in ("prep", "xcomp", "ccomp", "advcl", "acl"):
        carrier = climb.words.carrier("holder_adjectives", lemma(head), climb.path)
        if carrier is not None:
            climb.decide(carrier, head)
            verb = next((a for a in head.ancestors if a.pos_ in ("VERB", "AUX")), None)
            climb.hold(subject(verb) if verb is not None else None)
            climb.negate(head)
            return
        judgement = judge([t for t in head.subtree if t.i <= head.i], climb.words)
        if judgement is not None and judgement.sign > 0 and climb.aside:  # "important to talk about the matter"
            judgement = None
        if judgement is not None and (dep != "prep" or climb.path[-1:] in (["for"], ["to"])):
            climb.decide_by(judgement)
            climb.hold(None)
            return
    climb.path.append(lemma(head))
    if climb.decided:
        climb.negate(head)


def _attribute(climb: Climb) -> Reading | None:
    """Without anything else, what stands right before the matter: "this sham vote", the so-called "vote"."""
    target, words = climb.target, climb.words
    if (climb.decided and not climb.unclaimed) or any(
        c.dep_ == "det" and c.lower_ in ("a", "an", "any", "no") for c in target.children
    ):
        return None
    whole = target.head if target.dep_ == "compound" else target
    span = target.doc[min(whole.left_edge.i, target.i) : target.i]
    distance = next((word for word in sorted(words.lists["distance"]) if word in span.text.lower()), None)
    if distance is not None:
        return Reading(-1, 0.6, _ATTRIBUTE, (f"'{distance}' (distance)",), None, ("attribute",))
    judgement = judge([t for t in span if t.dep_ in ("amod", "compound") and t.head == target], words)
    if judgement is None:
        return None
    step = f"'{judgement.text}' ({side(judgement.sign)}) before it"
    return Reading(judgement.sign, 0.8, _ATTRIBUTE, (step,), None, ("attribute",))
