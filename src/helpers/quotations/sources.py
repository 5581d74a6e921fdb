"""Who says it: the noun phrase that the parse, or the word order, gives as a cue's subject."""

from helpers.quotations.tree import NOUN_TAGS, QUOTE_MARKS, Range, Tree

_EDGES = QUOTE_MARKS | frozenset((",", ";", ":", ".", "-", "–", "—", "--", "(", ")", "'s", "’s"))
_CLIMBS = frozenset(("conj", "xcomp", "advcl", "pcomp", "prep", "aux", "dep", "parataxis"))
_APOSTROPHES = frozenset(("'", "’"))
_PUBLISHING = frozenset(("issue", "release", "send", "publish", "post", "make", "write", "give", "file", "hold"))
_MAX_CLIMB = 6


def find_source(tree: Tree, verb: int) -> Range | None:
    """The speaker of a verb: its subject or agent, one inherited from a verb above, or the noun it modifies.

    Example: in "Varga left, saying it was over" the source of `saying` is `Varga`.
    """
    if is_passive(tree, verb):
        return agent(tree, verb)
    for _ in range(_MAX_CLIMB):
        subject = tree.child(verb, "nsubj", "nsubjpass", "csubj")
        if subject is not None:
            return noun_phrase(tree, subject) if tree.tag[subject] in NOUN_TAGS else None
        head, dep = tree.head[verb], tree.dep[verb]
        if head == verb:
            return None
        if dep == "acl":
            return _issuer(tree, head, verb) if tree.tag[verb] == "VBG" else None
        if dep == "prep" and not tree.is_verb(head):
            return None
        if dep not in _CLIMBS:
            return None
        verb = head
    return None


def _issuer(tree: Tree, noun: int, participle: int) -> Range | None:
    """X issued a statement saying …: X if the sentence names one, else the statement."""
    verb = tree.head[noun]
    if tree.dep[noun] == "dobj" and tree.lemma[verb] in _PUBLISHING:
        subject = tree.child(verb, "nsubj")
        if subject is not None and tree.tag[subject] in NOUN_TAGS:
            return noun_phrase(tree, subject)
    return noun_phrase(tree, noun, until=tree.left[participle])


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether the verb is a passive or a bare participle after a noun."""
    return tree.child(verb, "auxpass", "nsubjpass", "agent") is not None or (
        tree.tag[verb] == "VBN" and tree.dep[verb] == "acl"
    )


def agent(tree: Tree, verb: int) -> Range | None:
    """The noun phrase after "by"."""
    by = tree.child(verb, "agent")
    noun = None if by is None else tree.child(by, "pobj")
    return None if noun is None else noun_phrase(tree, noun)


def noun_phrase(tree: Tree, noun: int, until: int | None = None) -> Range | None:
    """The phrase around `noun`, without a clause added after a comma, and without quotation marks.

    Args:
        tree: The parse.
        noun: Its head.
        until: Where it ends at the latest.
    """
    start, end = tree.left[noun], tree.right[noun] + 1
    if until is not None and until > noun:
        end = min(end, until)
    for child in tree.children[noun]:
        if child > noun and tree.dep[child] in ("relcl", "acl", "advcl", "ccomp", "parataxis"):
            before = tree.left[child] - 1
            if before > noun and tree.lower[before] in (",", "–", "—", "--", "-", ":"):
                end = min(end, before)
        elif child < noun and tree.dep[child] in ("advcl", "ccomp", "parataxis"):
            start = max(start, tree.right[child] + 1)
    for index in range(max(start, noun - 40), min(end, noun + 40)):
        if tree.lower[index] in QUOTE_MARKS - _APOSTROPHES:
            if index < noun:
                start = index + 1
            elif index > noun:
                end = index
                break
    start, end = tree.trim(start, end, _EDGES)
    return (start, end) if start < end else None


def head_of(tree: Tree, phrase: Range) -> int:
    """The token of the phrase whose head lies outside it."""
    start, end = phrase
    return next((i for i in range(start, end) if not start <= tree.head[i] < end or tree.head[i] == i), start)


def adjacent_source(tree: Tree, verb: int, start: int, end: int) -> Range | None:
    """The noun phrase next to a cue inside `start`-`end`, by word order, where the parse names no subject.

    Before the verb, the phrase with the leftmost head; if there is none, the one right after it.
    """
    for index in range(start, verb):
        outside = not start <= tree.head[index] < verb
        if outside and tree.tag[index] in NOUN_TAGS and tree.dep[index] not in ("pobj", "npadvmod", "det", "amod"):
            return noun_phrase(tree, index, until=verb)
    index = verb + 1
    while index < end and tree.tag[index] in NOUN_TAGS | {"NNP", "HYPH"}:
        index += 1
    found = tree.trim(verb + 1, index, _EDGES)
    return found if found[0] < found[1] and any(tree.tag[i][:2] in ("NN", "PR") for i in range(*found)) else None
