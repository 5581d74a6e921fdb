"""The two rule components of the model, which say the same of the same words: asked once, then remembered.

They take a quarter of the time of a parse. What they annotate is unchanged, to the last attribute.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc, MorphAnalysis

from helpers.errors import ModelError

MAX_REMEMBERED = 200_000  # words in their roles; then it begins again, so that memory stays bounded
_READ = {"TAG", "LOWER", "DEP", "IS_SPACE"}  # what rules on one token may look at to be remembered
_SET = {"POS", "MORPH", "LEMMA", "DEP", "TAG"}


class Annotation(NamedTuple):
    """What rules set of a token; None is left as it is."""

    pos: int | None = None
    morph: MorphAnalysis | None = None
    lemma: int | None = None
    dep: int | None = None
    tag: int | None = None


class RememberingRuler:
    """Applies the rules of an `AttributeRuler`: those on one token from memory, only longer ones by a matcher."""

    def __init__(self, ruler: AttributeRuler) -> None:
        """Take over the rules of `ruler`, whose order decides which of them wins.

        Raises:
            ModelError: If a rule sets something else than a tag, a dependency, a lemma or a form.
        """
        self._rules = ruler
        self._single, self._longer = AttributeRuler(ruler.vocab), AttributeRuler(ruler.vocab)
        self._numbers: dict[AttributeRuler, list[int]] = {self._single: [], self._longer: []}
        for number, rule in enumerate(cast(list[dict[str, Any]], ruler.patterns)):
            if not rule["attrs"].keys() <= _SET:
                raise ModelError(f"The model has a rule that sets {sorted(rule['attrs'])}; known are {sorted(_SET)}.")
            of_one = all(len(pattern) == 1 and pattern[0].keys() <= _READ for pattern in rule["patterns"])
            part = self._single if of_one else self._longer
            part.add_patterns([rule])
            self._numbers[part].append(number)
        self._of_word: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._merged: dict[tuple[int, ...], Annotation] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set what the rules say of each token."""
        if len(self._of_word) > MAX_REMEMBERED:
            self._of_word.clear()
        words = [tuple(word) for word in doc.to_array([LOWER, TAG, DEP]).tolist()] if len(doc) else []
        new = sorted(set(words).difference(self._of_word))
        if new:
            self._ask(new, doc)
        rules = [self._of_word[word] for word in words]
        for rule, _, start, end in self._longer.match(doc):
            at = range(start, end)[self._longer.indices[rule]]
            rules[at] = tuple(sorted({*rules[at], self._numbers[self._longer][rule]}))
        for token, applied in zip(doc, rules, strict=True):
            if not applied:
                continue
            pos, morph, lemma, dep, tag = self._merged.get(applied) or self._merge(applied)
            if pos is not None:
                token.pos = pos
            if morph is not None:
                token.morph = morph
            if lemma is not None:
                token.lemma = lemma
            if dep is not None:
                token.dep = dep
            if tag is not None:
                token.tag = tag
        return doc

    def _ask(self, words: Sequence[tuple[int, ...]], doc: Doc) -> None:
        """Let the rules on one token judge words that are not known yet, each as a text of its own."""
        strings = doc.vocab.strings
        asked = Doc(doc.vocab, words=[strings[lower] for lower, _, _ in words])
        asked.from_array([TAG, DEP], cast(Any, np.array([word[1:] for word in words], dtype="uint64")))
        found: list[list[int]] = [[] for _ in words]
        for rule, _, start, _ in self._single.match(asked):
            found[start].append(self._numbers[self._single][rule])
        self._of_word |= {word: tuple(rules) for word, rules in zip(words, found, strict=True)}

    def _merge(self, applied: tuple[int, ...]) -> Annotation:
        """What several rules set together: a later one wins."""
        merged: dict[int, int] = {}
        for number in applied:
            merged |= self._rules.attrs[number]
        vocab = self._rules.vocab
        morph = MorphAnalysis(vocab, vocab.strings[merged[MORPH]]) if MORPH in merged else None
        self._merged[applied] = Annotation(merged.get(POS), morph, *(merged.get(name) for name in (LEMMA, DEP, TAG)))
        return self._merged[applied]


class RememberingLemmatizer:
    """Asks a `Lemmatizer` for the lemma of a word in its part of speech and form; the next time it knows."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        """Take over from `lemmatizer`."""
        self._lemmatizer = lemmatizer
        self._of_word: dict[tuple[int, ...], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of the tokens that have none yet."""
        if len(self._of_word) > MAX_REMEMBERED:
            self._of_word.clear()
            self._lemmatizer.cache.clear()
        known, add = self._of_word, doc.vocab.strings.add
        words = doc.to_array([ORTH, POS, MORPH, LEMMA]).tolist() if len(doc) else []
        lemmas: dict[tuple[int, ...], int] = {}
        for token, (orth, pos, morph, lemma) in zip(doc, words, strict=True):
            if lemma:
                continue
            word = (orth, pos, morph)
            found = lemmas.get(word)
            if found is None:
                text = known.get(word)
                if text is None:
                    text = known[word] = self._lemmatizer.lemmatize(token)[0]
                found = lemmas[word] = add(text)
            token.lemma = found
        return doc
