"""How a stance is told: as a guess, under a condition, by hearsay, as a concession, as past."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import child, has_modal, is_passive, lemma, negators

NO_LONGER = 0.5  # confidence of what used to be
_ONCE = ("once", "originally", "initially")
_TAKING_NOTE = ("hear", "read", "study")


def weigh_modality(climb: Climb, head: Token) -> None:
    """Hedges, concessions, and whether it is past."""
    words = climb.words
    if has_modal(head, words, "possibility") and not any(True for _ in negators(head, words)):
        climb.flag("hedged")
    if _is_conditional(head, words):
        climb.flag("hypothetical")
    if is_passive(head) and (words.among(head, "saying") or words.among(head, "thinking")):
        climb.flag("reported")
    if lemma(head) == "use" and child(head, "xcomp") is not None:  # "used to support it": no longer, it seems
        climb.flag("past")
        climb.confidence *= NO_LONGER
    for c in head.children:
        if c.dep_ == "advmod" and words.among(c, "hearsay"):
            climb.flag("reported")
        elif c.dep_ == "advmod" and words.among(c, "hedges"):
            climb.flag("hedged")
        elif c.dep_ == "mark" and words.among(c, "concessions") and not _is_contrast(c, head):
            climb.flag("conceded")
        elif c.dep_ == "aux" and c.lower_ == "had":
            climb.flag("past")
        elif c.dep_ == "advmod" and words.among(c, "past") and head.tag_ in ("VBD", "VBN"):
            climb.flag("past")
            if c.lower_ in _ONCE or (lemma(head) == "be" and words.among(c, "bygone")):  # "who once praised it"
                climb.confidence *= NO_LONGER


def _is_contrast(mark: Token, verb: Token) -> bool:
    """Whether "while" only sets somebody beside another: "X voted against it, while Y voted in favour"."""
    return mark.lower_ in ("while", "whilst") and verb.dep_ == "advcl" and verb.head.i < verb.i


def _is_conditional(verb: Token, words: StanceWords) -> bool:
    """Whether what the verb says holds under a condition only ("would support it if …")."""
    for c in verb.children:
        if c.dep_ == "advcl" and any(g.dep_ in ("mark", "advmod") and words.among(g, "conditions") for g in c.children):
            return True
        if c.dep_ == "prep" and words.among(c, "conditions"):
            return True
    return False


def is_of_others(climb: Climb, role: str, verb: Token) -> bool:
    """Whether somebody only takes note of what others think: "understands the anger", "heard the objections"."""
    own = climb.sign < 0 or climb.words.among(climb.target, "feared")  # "understands people's concerns"
    return (own and lemma(verb) == "understand") or (role == "object" and lemma(verb) in _TAKING_NOTE)


def is_unknown_deed(climb: Climb, demand: Token) -> bool:
    """Whether what is to be done to the matter is unknown: "demanded that it be rerouted"."""
    return any(c.dep_ == "ccomp" and is_passive(c) and climb.target in c.subtree for c in demand.children)
