"""What a clause is to the word it hangs on: what that asks for, a condition, a concession put first, an aside."""

from collections.abc import Collection

from spacy.tokens import Token

from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.tree import child, is_past, lemma, negators, takes_infinitive

_WHATEVER = ("however", "whatever", "whichever", "whoever", "wherever")
_REASONS = ("reason", "ground", "cause", "need", "justification")
_DOUBTING = ("question", "doubt")  # "questioned whether the matter is needed"


_ADJUNCTS = ("after", "since", "while", "by", "despite", "besides", "upon")  # say when or how something else is done


def is_adjunct(clause: Token) -> bool:
    """Whether "-ing" after a preposition only tells when or how something else is done: "after backing the matter".

    With "in" that is so beside an object: "wasted no time in approving the matter".
    """
    preposition = clause.head
    if clause.dep_ != "pcomp" or clause.tag_ != "VBG" or preposition.head.pos_ != "VERB":
        return False
    beside = preposition.lower_ == "in" and child(preposition.head, "dobj") is not None
    if lemma(preposition.head) in ("join", "help", "assist", "support"):
        return False  # "joined them in backing the matter"
    return preposition.lower_ in _ADJUNCTS or beside


def wished(clause: Token, verb: Token, words: StanceWords) -> tuple[Carrier, Token] | None:
    """The noun that a clause after "for" hangs on: "repeated her appeal for the matter to be stopped"."""
    noun = child(verb, "dobj")
    if noun is None or not any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children):
        return None
    carrier = words.carrier("nouns", lemma(noun), ())
    return None if carrier is None else (carrier, noun)


def is_told_of(clause: Token) -> bool:
    """Whether a relative clause says what the noun before it does."""
    return any(c.dep_ == "nsubj" and c.tag_ in ("WDT", "WP") for c in clause.children)


def is_fronted(clause: Token, head: Token, cues: Collection[int], words: StanceWords) -> bool:
    """Whether a clause only stands before another one ("we do not …, we …") and is not what is said there."""
    if clause.i > head.i or head.i in cues:
        return False
    if any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > head.i for c in head.children):
        return True  # "X accepts the matter, Y wants more": the verb has its object
    return not (words.among(head, "saying") or words.among(head, "thinking"))


def is_complement(verb: Token, words: StanceWords) -> bool:
    """Whether a clause is what its head asks for ("possible to accept", "no reason to accept", "voted to accept")."""
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    relative = any(c.tag_ in ("WDT", "WP") for c in verb.children)
    if lemma(verb.head) in _REASONS and any(c.lower_ == "why" for c in verb.children):
        return True  # "no reason why the matter should be lifted"
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children) and verb.dep_ == "relcl":
        return True  # "a pity that …", which the parser takes for a relative clause
    return infinitive and not relative and takes_infinitive(verb.head, words)


def is_hypothetical(verb: Token, words: StanceWords) -> bool:
    """Whether the verb stands in a condition, or says when something else happens."""
    if verb.dep_ == "advcl" and verb.left_edge.lower_ in _WHATEVER:  # "however many of them it builds"
        return True
    if is_inverted(verb) or is_left_for_another(verb):
        return True
    for c in verb.children:
        if c.dep_ in ("mark", "advmod") and c.i < verb.i and verb.dep_ in ("advcl", "ccomp", "pcomp", "ROOT"):
            if c.dep_ == "mark" and words.among(c, "conditions"):
                return not (verb.dep_ == "ccomp" and lemma(verb.head) in _DOUBTING)
            later = verb.dep_ == "advcl" or c.dep_ == "mark"
            if later and words.among(c, "times") and not (c.lower_ in ("after", "when") and is_past(verb)):
                return True
    return False


def is_inverted(verb: Token) -> bool:
    """Whether a clause is a condition by its order: "should the matter go through", "had we not built it"."""
    auxiliary = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), None)
    own = child(verb, "nsubj", "nsubjpass")
    if auxiliary is None or own is None or auxiliary.lower_ not in ("had", "should", "were"):
        return False
    return verb.dep_ in ("advcl", "ccomp") and auxiliary.i < own.left_edge.i


def is_left_for_another(verb: Token) -> bool:
    """Whether a verb says what somebody does not do: "would rather strike than sign it"."""
    return verb.dep_ in ("advcl", "ccomp", "conj") and any(
        c.lower_ == "than" and c.dep_ == "mark" for c in verb.children
    )


def is_told(verb: Token, target: Token, words: StanceWords) -> bool:
    """Whether a verb only says that something is so: "suggested that the matter was costly"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and target in c.subtree), None)
    if clause is None or not words.among(verb, "telling"):
        return False
    first = next((c for c in clause.children if c.dep_ in ("aux", "auxpass")), clause)
    return first.tag_ in ("VBD", "VBZ") or (first.tag_ == "VBP" and first.lower_ != "be")


def is_shown(verb: Token, target: Token, words: StanceWords) -> bool:
    """Whether what is wanted is only to say or show something: "sought to show that the matter was costly"."""
    shown = child(verb, "xcomp")
    if shown is None or not (words.among(shown, "saying") or lemma(shown) in ("show", "prove", "demonstrate")):
        return False
    return any(c.dep_ == "ccomp" and target in c.subtree for c in shown.children)


def is_lack(verb: Token, target: Token, words: StanceWords) -> bool:
    """Whether somebody only misses something in the matter: "regretted that the text did not condemn the attack"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and target in c.subtree), None)
    own = child(clause, "nsubj") if clause is not None else None
    missed = words.among(verb, "reactions") and clause is not None and own is not None and target in own.subtree
    return missed and clause is not None and any(True for _ in negators(clause, words))


def is_conditioned(verb: Token) -> bool:
    """Whether somebody makes it depend on something: "conditions its consent on …", "made its support conditional"."""
    if lemma(verb) == "condition" and child(verb, "dobj") is not None:
        return True
    return lemma(verb) == "make" and any(t.lower_ in ("conditional", "contingent", "dependent") for t in verb.subtree)


def is_left_open(verb: Token) -> bool:
    """Whether nothing is said of it: "left the matter uncommented", "would decide on it in May"."""
    if lemma(verb) == "decide" and any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "shall") for c in verb.children
    ):
        return any(c.dep_ == "prep" and c.lower_ in ("on", "about") for c in verb.children)
    return lemma(verb) == "leave" and any(
        t.lower_ in ("uncommented", "unanswered", "unmentioned", "undecided", "untouched") for t in verb.subtree
    )


def is_past_wish(verb: Token) -> bool:
    """Whether something is wished that was not so: "I wish the matter had been explained"."""
    clause = child(verb, "ccomp")
    return clause is not None and any(c.dep_ == "aux" and c.lower_ == "had" for c in clause.children)


def is_taken_as_true(word: Token, words: StanceWords) -> bool:
    """Whether what follows is so, with a "not" or without: "not surprised that …", "it is no secret that …"."""
    return words.among(word, "factive") or any(
        words.among(c, "factive") for c in word.children if c.dep_ in ("acomp", "attr")
    )


def is_at_gathering(verb: Token, words: StanceWords) -> bool:
    """Whether a verb only says what people came together for: "spoke at a rally to protest the matter"."""
    to = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    return verb.dep_ in ("acl", "advcl") and to is not None and to.i > 0 and words.among(to.nbor(-1), "gatherings")
