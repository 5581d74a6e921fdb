"""What of an article is parsed, and how: long texts in pieces, many texts side by side, each for itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

# One to one, so that offsets in the parsed text are offsets in the document.
_PLAIN_CHARACTERS = str.maketrans({"\n": " ", "\t": " ", "\r": " ", "\u00a0": " ", "\u202f": " ", "\u2028": " "})


MAX_UNBROKEN = 250  # characters without white space that the tokenizer is given at once
_UNBROKEN = re.compile(rf"\S{{{MAX_UNBROKEN + 1},}}")
_NO_WORDS = re.compile(r"[\W_]{64,}")
_KEPT_SIGNS = 8


MAX_SENTENCE = 200  # tokens without a full stop; no sentence has more
_FULL_STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!?", "!!", "??"})


@Language.component("paragraph_starts")
def paragraph_starts(doc: Doc) -> Doc:
    """Start a sentence after every line break, so that no sentence crosses a paragraph, and inside endless ones.

    What is read in a sentence takes time that grows with the square of its length.
    """
    length = 0
    for token in doc[1:]:
        previous = doc[token.i - 1].text
        length = 0 if "\n" in previous or previous in _FULL_STOPS else length + 1
        if ("\n" in previous or length >= MAX_SENTENCE) and not token.is_space:
            token.is_sent_start = True
            length = 0
    return doc


def text_to_parse(text: str, paragraphs: Sequence[tuple[int, int]]) -> str:
    r"""Blank out all that is not analysed, keeping every offset.

    Args:
        text: A document's text.
        paragraphs: Spans of its title and body paragraphs, in order, not overlapping.

    Returns:
        A string of the same length: paragraphs as they are, with their line breaks (hard-wrapped text) as
        spaces; a line break right after each paragraph; spaces everywhere else, also in the middle of signs
        without a word (a line of dashes, a thousand quotation marks): each would be a token, and says nothing.

    Example:
        >>> text_to_parse("One\ntwo.\nSee also: x\nThree.", [(0, 8), (21, 27)])
        'One two.\n            Three.'
    """
    pieces, done = [], 0
    for start, end in paragraphs:
        gap = start - done
        pieces.append("\n" * min(gap, 1 if done else 0) + " " * (gap - min(gap, 1 if done else 0)))
        pieces.append(_NO_WORDS.sub(_thinned, text[start:end].translate(_PLAIN_CHARACTERS)))
        done = end
    pieces.append(" " * (len(text) - done))
    return "".join(pieces)


def _thinned(signs: re.Match[str]) -> str:
    run = signs[0]
    return run[:_KEPT_SIGNS] + " " * (len(run) - 2 * _KEPT_SIGNS) + run[-_KEPT_SIGNS:]


MAX_PIECE = 40_000  # characters that are parsed at once: memory and the parser's time stay bounded


def parse_text(nlp: Language, text: str, document_id: str = "") -> Doc:
    """Parse one text; see `parse_texts`."""
    return parse_texts(nlp, {document_id: text})[0]


def parse_texts(nlp: Language, texts: Mapping[str, str]) -> list[Doc]:
    """Parse texts side by side, each so that its parse depends on nothing else; long ones in pieces of paragraphs.

    Side by side is faster, and the parse is the same to the bit: of the matrices that are multiplied, a row's product
    does not depend on the others (`tests/test_model.py` holds this).

    Args:
        nlp: What `load_model` loads.
        texts: By the ids of their documents, which are kept in `user_data["document_id"]`.

    Returns:
        The parses in the order of the texts.
    """
    cut = [cut_text(text, MAX_PIECE) for text in texts.values()]
    pieces = _parse_pieces(nlp, [piece for text in cut for piece in text])
    docs = []
    for document_id, text in zip(texts, cut, strict=True):
        own = list(islice(pieces, len(text)))
        doc = own[0] if len(own) == 1 else Doc.from_docs(own, ensure_whitespace=False)
        doc.user_data["document_id"] = document_id
        docs.append(doc)
    return docs


def _parse_pieces(nlp: Language, pieces: Iterable[str]) -> Iterator[Doc]:
    """Parse as many pieces side by side as make up one long one."""
    together: list[Doc] = []
    length = 0
    for piece in pieces:
        if length + len(piece) > MAX_PIECE:
            yield from nlp.pipe(together, batch_size=len(together) or 1)
            together, length = [], 0
        together.append(tokenise(nlp, piece))
        length += len(piece)
    yield from nlp.pipe(together, batch_size=len(together) or 1)


def tokenise(nlp: Language, text: str) -> Doc:
    """The tokens of a text, not parsed; what has no white space for too long is no words, and cut into pieces.

    The tokenizer's time grows with the square of such a run, and every sign in it would be a token to parse.
    """
    runs = [run.span() for run in _UNBROKEN.finditer(text)]
    if not runs:
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    done = 0
    for start, end in [*runs, (len(text), len(text))]:
        tokens = list(nlp.make_doc(text[done:start]))
        pieces = [text[at : min(at + MAX_UNBROKEN, end)] for at in range(start, end, MAX_UNBROKEN)]
        words += [*(token.text for token in tokens), *pieces]
        spaces += [*(bool(token.whitespace_) for token in tokens), *([False] * len(pieces))]
        done = end
        if text[end : end + 1] == " ":
            spaces[-1], done = True, end + 1
    return Doc(nlp.vocab, words=words, spaces=spaces)


def cut_text(text: str, limit: int) -> list[str]:
    r"""Cut a text into pieces of at most `limit` characters: after a line break, else after a space, else anywhere.

    Example:
        >>> cut_text("One.\nTwo two two.", 9)
        ['One.\n', 'Two two ', 'two.']
    """
    pieces, start = [], 0
    while len(text) - start > limit:
        end = max(text.rfind("\n", start, start + limit), 0) or text.rfind(" ", start, start + limit)
        end = end + 1 if end > start else start + limit
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]
