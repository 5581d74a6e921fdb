"""Explicit neutrality: phrases that take no side."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.lexicon import StanceWords


def find_neutral(sentence: Span, words: StanceWords) -> Iterator[tuple[str, Token]]:
    """Neutral phrases of a sentence, as `(text, first token)`; "the" and "a" may stand in between."""
    tokens = [t for t in sentence if t.lower_ not in ("a", "an", "the") and not t.is_quote and not t.is_space]
    for n, token in enumerate(tokens):
        for phrase in words.neutral:
            wanted = [w for w in phrase if w not in ("a", "an", "the")]
            window = tokens[n : n + len(wanted)]
            if len(window) == len(wanted) and all(
                word in (t.lower_, t.lemma_.lower()) for word, t in zip(wanted, window, strict=True)
            ):
                yield sentence.doc[token.i : window[-1].i + 1].text, token
                break
