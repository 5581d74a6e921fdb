"""Attributions without a verb of saying: "according to", "in X's view", and nouns such as claim or warning."""

from collections.abc import Iterator

from helpers.quotations.complements import has_to, subtree
from helpers.quotations.cues import THOUGHT, Cues
from helpers.quotations.sources import find_source, noun_phrase
from helpers.quotations.tree import QUOTE_MARKS, Candidate, Range, Tree

_VIEWS = frozenset(("view", "opinion", "words", "estimation", "eyes"))
_EDGES = frozenset((",", ".", ";", ":", "-", "–", "—", "--")) | QUOTE_MARKS


def iter_according(tree: Tree) -> Iterator[Candidate]:
    """According to X, …; …, according to X, …; in X's view, …."""
    for index, word in enumerate(tree.lower):
        if word == "according" and index + 1 < tree.size and tree.lower[index + 1] == "to":
            noun = tree.child(index + 1, "pobj", "pcomp") or tree.child(index, "pobj")
            cue = (index, index + 2)
        elif word in _VIEWS and tree.lower[tree.head[index]] == "in":
            noun, cue = tree.child(index, "poss"), (index, index + 1)
        else:
            continue
        source = None if noun is None else noun_phrase(tree, noun)
        if source is not None:
            contents = _clause_around(tree, (min(cue[0], source[0]), max(cue[1], source[1])))
            if contents:
                yield Candidate(contents, cue, source, "according")


def _clause_around(tree: Tree, phrase: Range) -> tuple[Range, ...]:
    """The sentence around an adverbial phrase, without it."""
    sentence = tree.sentence[phrase[0]]
    paragraph_start, paragraph_end = tree.paragraphs[tree.paragraph[phrase[0]]]
    start, end = phrase
    while start > paragraph_start and tree.sentence[start - 1] == sentence:
        start -= 1
    while end < paragraph_end and tree.sentence[end] == sentence:
        end += 1
    first = phrase[0] - 1 if phrase[0] > start and tree.lower[phrase[0] - 1] == "in" else phrase[0]
    pieces = (tree.trim(start, first, _EDGES), tree.trim(phrase[1], end, _EDGES))
    return tuple(piece for piece in pieces if piece[1] - piece[0] > 2)


def iter_nouns(tree: Tree, cues: Cues) -> Iterator[Candidate]:
    """His claim that …; a promise to …; their criticism of …."""
    for noun in range(tree.size):
        lemma = tree.lemma[noun]
        if lemma not in cues.beginnings or not tree.tag[noun].startswith("NN"):
            continue
        for child in tree.children[noun]:
            content, frame = _noun_content(tree, noun, child)
            key = f"{lemma} {tree.lower[child]}" if frame == "noun_preposition" else lemma
            kind = cues.kind(frame, key) if frame else None
            if kind is not None and content is not None:
                source = _noun_source(tree, noun, child)
                if source is not None and frame:
                    yield Candidate((content,), (noun, noun + 1), source, frame, kind == THOUGHT)
                break


def _noun_content(tree: Tree, noun: int, child: int) -> tuple[Range | None, str]:
    dep = tree.dep[child]
    if child < noun:
        return None, ""
    if dep in ("acl", "relcl", "ccomp", "xcomp"):
        if has_to(tree, child):
            return subtree(tree, child), "noun_infinitive"
        that = tree.left[child]
        if dep in ("acl", "ccomp") and tree.lower[that] == "that" and tree.dep[that] == "mark":
            return subtree(tree, child), "noun_clause"
    if dep == "prep":
        content = tree.child(child, "pobj", "pcomp")
        return (None, "") if content is None else (subtree(tree, content), "noun_preposition")
    return None, ""


def _noun_source(tree: Tree, noun: int, content: int) -> Range | None:
    """The possessor, "of"/"by"/"from" X, or the subject of the verb that the noun is the object of."""
    owner = tree.child(noun, "poss")
    if owner is not None:
        return noun_phrase(tree, owner)
    for child in tree.children[noun]:
        if child != content and tree.dep[child] in ("prep", "agent") and tree.lower[child] in ("of", "by", "from"):
            name = tree.child(child, "pobj")
            if name is not None:
                return noun_phrase(tree, name)
    if tree.dep[noun] == "dobj":
        return find_source(tree, tree.head[noun])
    return None
