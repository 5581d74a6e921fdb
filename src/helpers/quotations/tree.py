"""A Doc's parse as plain lists, made once, so that rules walk it without building token objects."""

from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from helpers.token_lists import read_strings

QUOTE_MARKS = frozenset("\"'“”„‟«»‘’‚‹›`″") | {"``", "''"}
NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "CD", "WP", "WDT", "DT", "JJ", "JJS"))

Range = tuple[int, int]  # tokens, end exclusive


class Candidate(NamedTuple):
    """What one rule found, in token ranges; `rules.iter_quotations` turns it into a `Quotation`."""

    contents: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    rule: str
    thought: bool = False
    flags: tuple[str, ...] = ()


class Tree:
    """Lists indexed by token, and the tokens that are `verbs`.

    `head`, `dep`, `tag`, `lemma`, `lower`, `children` and `left` and `right`, the edges of the subtree, are spaCy's;
    `sentence` and `paragraph` are numbers; `paragraphs` are their token ranges, without white space around them.
    """

    def __init__(self, doc: Doc) -> None:
        self.size = len(doc)
        columns = doc.to_array(["HEAD", "SENT_START", "IS_SPACE"]).reshape(-1, 3).astype(np.int64)
        self.head: list[int] = (np.arange(self.size) + columns[:, 0]).tolist()
        self.dep, self.tag, self.lower, lemmas = read_strings(doc, "DEP", "TAG", "LOWER", "LEMMA")
        self.lemma = [lemma.lower() or lower for lemma, lower in zip(lemmas, self.lower, strict=True)]
        verbal = {tag for tag in set(self.tag) if tag.startswith("VB")}
        self.verbs = [index for index, tag in enumerate(self.tag) if tag in verbal]
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        for index, head in enumerate(self.head):
            if head != index:
                self.children[head].append(index)
        self.left, self.right = list(range(self.size)), list(range(self.size))
        if doc.has_annotation("DEP"):
            for index, children in enumerate(self.children):
                if children:  # below a leaf is nothing else
                    token = doc[index]
                    self.left[index], self.right[index] = token.left_edge.i, token.right_edge.i
        self.is_space: list[bool] = columns[:, 2].astype(bool).tolist()
        self.paragraphs = _paragraphs(doc, self.is_space)
        self.paragraph = [0] * self.size
        starts = columns[:, 1] == 1
        for number, (start, end) in enumerate(self.paragraphs):
            starts[start] = True
            self.paragraph[start:end] = [number] * (end - start)
        self.sentence: list[int] = np.cumsum(starts).tolist()

    def child(self, index: int, *deps: str) -> int | None:
        """The first child of `index` with one of `deps`."""
        for child in self.children[index]:
            if self.dep[child] in deps:
                return child
        return None

    def is_verb(self, index: int) -> bool:
        """Whether the token is tagged as a verb form."""
        return self.tag[index].startswith("VB")

    def trim(self, start: int, end: int, edges: frozenset[str]) -> Range:
        """The range without white space and the tokens in `edges` at both ends."""
        while start < end and (self.is_space[start] or self.lower[start] in edges):
            start += 1
        while end > start and (self.is_space[end - 1] or self.lower[end - 1] in edges):
            end -= 1
        return start, end


def _paragraphs(doc: Doc, is_space: list[bool]) -> list[Range]:
    """Token ranges between line breaks, without the white space around them."""
    found, start = [], 0
    breaks = [i for i, space in enumerate(is_space) if space and "\n" in doc[i].text]
    for end in [*breaks, len(doc)]:
        first, last = start, end
        while first < last and is_space[first]:
            first += 1
        while last > first and is_space[last - 1]:
            last -= 1
        if first < last:
            found.append((first, last))
        start = end + 1
    return found
