"""The spaCy model: loaded, given the texts to parse, and made faster where it can be without changing a parse."""

from helpers.model.loading import MODEL_PACKAGES, load_model, load_plain_model, load_vectors, parser_version
from helpers.model.texts import cut_text, parse_text, parse_texts, text_to_parse, tokenise

__all__ = [
    "MODEL_PACKAGES",
    "cut_text",
    "load_model",
    "load_plain_model",
    "load_vectors",
    "parse_text",
    "parse_texts",
    "parser_version",
    "text_to_parse",
    "tokenise",
]
