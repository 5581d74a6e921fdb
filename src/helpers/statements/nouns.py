"""What a noun or an adjective on the way up adds, and whose position it tells: "Ruritania's objections to it"."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.climb import Climb, side
from helpers.statements.constructions import is_given_ground, is_no_doubt, is_precluded, weigh_driver
from helpers.statements.deeds import deed_named
from helpers.statements.frames import grown_holder
from helpers.statements.judgements import judge
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.misfits import is_of_doer, is_other_sense
from helpers.statements.modality import NO_LONGER
from helpers.statements.persons import is_own, prefix_of, weigh_beside
from helpers.statements.shortfalls import UNSURE
from helpers.statements.tree import NAMED_ACTORS, PASSIVE_SUBJECTS, SUBJECTS, child, lemma, said_to_be, subject
from helpers.statements.verbs import CLAUSES

_RESOLVES = ("decision", "move", "step", "determination", "resolve")
_FAILURES = ("failure", "inability")
_TOPICAL = ("attitude", "opinion", "policy", "position", "question", "record", "stance", "stand", "thinking", "view")
_TRIALS = ("attempt", "effort")
_POWERS = ("power", "authority", "ability", "option")


def weigh_noun(climb: Climb, dep: str, head: Token) -> None:
    """Take account of a noun; `dep` is how what was climbed so far hangs on it."""
    name = lemma(head)
    if (
        dep == "acl"
        and head.dep_ == "dobj"
        and (name in _POWERS or (name == "right" and lemma(head.head) in ("reserve", "have", "retain")))
    ):  # "holds the power to stop the matter": may, or may not
        climb.asserted = False
    path = [*climb.path, "from"] if dep in ("compound", "amod") else climb.path  # "tax relief" is relief from it
    carrier = climb.words.carrier("nouns", name, path) or weigh_driver(head)
    if climb.path == ["of"] and (told := deed_named(name, climb.deeds)):
        carrier = Carrier(name, (), "nouns", told, 1.0)  # "the closing of the matter"
    if carrier is not None and dep in CLAUSES and (is_given_ground(head) or is_no_doubt(head)):
        carrier = None
    if carrier is not None and (_is_beside(carrier, climb.path) or _is_asked(head, climb.words)):
        carrier = None
    if carrier is not None and is_other_sense(climb.target, dep, head):
        carrier = None
    if carrier is not None and dep == "acl" and is_of_doer(climb.target, dep, head):
        carrier = carrier._replace(sign=1)  # "a protest demanding the matter"
    if climb.person and (is_own(climb, dep, head) or (dep == "compound" and len(climb.path) > 1)):
        carrier = None
    if not climb.decided and not climb.path and (prefix := prefix_of(climb.target)):
        climb.decide(Carrier(f"{prefix}-", (), "nouns", 1 if prefix == "pro" else -1, 1.0), climb.target.nbor(-2))
        beside = head.dep_ == "appos" and not _differs(head, head.head)
        owner = head.head if beside else child(head, "poss")
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
        if name == "alternative" and (none := [c for c in head.children if c.lower_ in ("no", "other")]):
            carrier = carrier._replace(sign=1)  # "there is no alternative to the matter"
            climb.spend(none)
        if climb.harms and dep in CLAUSES and carrier.sign < 0 and climb.words.among(head, "feared"):
            climb.sign = -climb.sign  # "fears that the matter will cost jobs": against it
        climb.decide(carrier, head)
        if carrier.sign > 0 and any(c.dep_ == "amod" and c.lower_ in ("wrong", "bad", "worst") for c in head.children):
            climb.sign = -climb.sign  # "the wrong time for the matter"
        undone = climb.words.carrier("actions", lemma(head.head), ()) if head.dep_ in PASSIVE_SUBJECTS else None
        if undone is not None and undone.sign < 0 and climb.words.among(head, "elliptic"):
            climb.decide(undone, head.head)  # "X's consent to the matter was withdrawn"
        climb.hold(_owner(head, climb))
        climb.open = climb.holder is None
        climb.factual = factual and climb.open  # "the end of the matter is near"
        climb.unclaimed = climb.open and _is_of_others(head, climb.words)
        if name in _FAILURES and dep == "acl":  # who fails to do it may want it all the same
            climb.hold(None)
            climb.open, climb.unclaimed = False, True
        if any(climb.words.among(c, "bygone") for c in head.children if c.dep_ in ("amod", "advmod")):
            climb.flag("past")
            climb.confidence *= NO_LONGER
        if not is_precluded(head):
            climb.keep()
        climb.ended = climb.ended or (head.dep_ == "appos" and climb.words.among(head, "partisans"))
    elif dep == "prep" and name in ("nothing", "something", "anything", "much", "little") and not climb.decided:
        judgement = judge([t for t in head.subtree if t.dep_ == "amod" and t.head == head], climb.words)
        if judgement is not None:  # "nothing wrong with the matter"
            climb.decide_by(judgement)
            climb.sign = -climb.sign if name in ("nothing", "little") else climb.sign
            climb.spend([head])
            climb.steps[-1] = f"'{head.text} {judgement.text}' ({side(climb.sign)})"
    elif dep == "acl" and climb.doer is not None and name in _RESOLVES:
        climb.keep()  # "the decision of X to sign the matter", whatever others say of that
        climb.path.append(name)
        climb.things.add(name)
    elif dep == "acl" and climb.decided and name == "threat":
        climb.path.append(name)  # "its threat to block the matter": it would block it, whatever others say of that
    elif dep in ("acl", "ccomp") and climb.decided and climb.words.among(head, "assertions"):
        if climb.holder is None and climb.doer is None and (owner := child(head, "poss")) is not None:
            climb.hold(owner)  # "Varr's claim that the matter is needed"
            climb.keep()
    elif dep in CLAUSES or (dep == "prep" and climb.path[-1:] == ["for"]):
        judgement = judge([t for t in head.subtree if t.i <= head.i], climb.words)
        if judgement is not None and judgement.token == head and is_of_doer(climb.target, dep, head):
            climb.path.append(name)  # "slammed the deadlock that blocked the matter", "problems answering …"
            climb.things.add(name)
        elif judgement is not None and (not climb.decided or dep in CLAUSES):
            climb.decide_by(judgement)
            climb.hold(None)
    else:
        if dep == "compound" and not climb.decided and not climb.words.among(head, "transparent"):
            climb.aside = True  # "the guests of the election congress": not about the election
        if dep != "appos" or not climb.decided:  # "repealed the act, a provision that bans the matter": one thing
            climb.path.append(name)
            climb.things.add(name)
    if dep == "prep" and name in _TOPICAL and climb.path[-2:-1] in (["on"], ["about"]) and climb.doer is not None:
        climb.asserted = False  # "his position on extending the matter", for or against it
    if climb.words.among(head, "factive") or (dep in CLAUSES and is_no_doubt(head)):
        return
    if any(c.lower_ in ("no", "little") and c.dep_ in ("det", "neg", "amod") for c in head.children):
        climb.asserted = climb.asserted and not (dep == "acl" and name in _TRIALS)  # "made no effort to build it"
        climb.negate(head)


def _is_asked(noun: Token, words: StanceWords) -> bool:
    """Whether a question is one that is asked, and no doubt that is raised: "answered a question on the matter"."""
    raised = noun.dep_ == "dobj" and words.among(noun.head, "light_verbs")
    return lemma(noun) == "question" and not raised


def _is_beside(carrier: Carrier, path: Sequence[str]) -> bool:
    """Whether a noun takes no side on the matter: "an opponent like her", "their support against her"."""
    last = path[-1] if path else ""
    return last in ("like", "than", "unlike") or (
        last == "against" and carrier.sign > 0 and "against" not in carrier.others
    )


def _is_of_others(noun: Token, words: StanceWords) -> bool:
    """Whether a noun tells of people who take the side, whoever speaks of them: "the protest against the matter"."""
    is_predicate = noun.dep_ == "attr" and child(noun.head, "expl") is None  # "we are opponents of the matter"
    return words.among(noun, "camps") and not is_predicate and noun.dep_ not in ("appos", "ROOT")


def _owner(noun: Token, climb: Climb) -> Token | None:
    """Whose position a noun tells: "Ruritania's objections", "Ruritania, an opponent of the matter, …"."""
    of = noun.head if noun.dep_ == "appos" and not _differs(noun, noun.head) else None
    one = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None  # "X, one of its sponsors"
    of = one.head if one is not None and one.lower_ == "one" and one.dep_ == "appos" else of
    ways = (child(noun, "poss"), _named_before(noun, climb), grown_holder(noun, climb.words), of, _of_whom(noun, climb))
    named = next((owner for owner in ways if owner is not None and owner != climb.target), None)
    if named is not None and named == ways[1] and noun.tag_ == "NNS" and climb.words.among(noun, "partisans"):
        return None  # "the Ruritanian supporters of the matter" are some of many
    return named or (said_to_be(noun) if lemma(noun) == "voting" else None)


def _differs(noun: Token, name: Token) -> bool:
    """Whether several people stand beside one, so that they are no other word for him: "Varr, supporters of it …"."""
    return noun.tag_ == "NNS" and name.tag_ == "NNP" and not any(c.dep_ == "conj" for c in name.children)


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


def weigh_adjective(climb: Climb, dep: str, head: Token) -> None:
    """Take account of an adjective or adverb in the same way."""
    if dep in ("prep", "xcomp", "ccomp", "advcl", "acl"):
        carrier = climb.words.carrier("holder_adjectives", lemma(head), climb.path)
        if carrier is not None:
            climb.decide(carrier, head)
            if any(c.lower_ in ("less", "least") and c.dep_ == "advmod" for c in head.children):
                climb.confidence = min(climb.confidence, UNSURE)  # "less enthusiastic about it than X"
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
    own = climb.holder is not None or climb.doer is not None
    if climb.decided and not (dep in ("prep", "advmod") and own):
        climb.negate(head)
