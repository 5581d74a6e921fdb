"""WordPiece (Wu et al. 2016) as BERT uses it, lower-cased and without accents, for words that are already split."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

PADDING, UNKNOWN, START, BREAK = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
MAX_PIECES = 6  # of one word; only the first stands for it, so the tail of an address or a hash adds nothing


class WordPiece:
    """Turns words into piece numbers.

    Args:
        vocabulary: All pieces; a piece's number is its place. Holds `[PAD]`, `[UNK]`, `[CLS]` and `[SEP]`.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.number = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown, self.start, self.break_ = (self.number[piece] for piece in (UNKNOWN, START, BREAK))
        self.pieces = lru_cache(maxsize=50_000)(self._pieces)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, at least one; a line break is one piece of its own."""
        if "\n" in word:
            return (self.break_,)
        found: list[int] = []
        for part in _split(word[:100]):
            found += self._match(part)
            if len(found) >= MAX_PIECES:
                break
        return tuple(found[:MAX_PIECES]) or (self.unknown,)

    def _match(self, part: str) -> list[int]:
        """Greedy longest match first; a part that cannot be covered is unknown as a whole."""
        found, start = [], 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self.number.get(prefix + part[start:end])
                if number is not None:
                    break
            else:
                return [self.unknown]
            found.append(number)
            start = end
        return found


def _split(word: str) -> list[str]:
    """Lower-case, drop accents, and cut at punctuation."""
    if word.isascii() and word.isalnum():  # most words: nothing to drop and nowhere to cut
        return [word.lower()]
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    parts: list[str] = []
    joined = False
    for character in plain:
        if character.isspace() or unicodedata.category(character).startswith("C"):
            joined = False
        elif _is_punctuation(character):
            parts.append(character)
            joined = False
        elif joined:
            parts[-1] += character
        else:
            parts.append(character)
            joined = True
    return parts


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P") or (character.isascii() and not character.isalnum())
