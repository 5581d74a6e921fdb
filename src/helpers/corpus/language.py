"""The language of an article; only English ones are analysed."""

import functools

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from helpers.corpus.articles import Rejected
from helpers.corpus.wording import WORD

ENGLISH = "en"
_SAMPLE = 4_000
_SHORT_WORDS = 20
_MIN_ENGLISH = 0.5
_MIN_OTHER_IN_SHORT = 0.9


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def require_english(text: str) -> str:
    """Return the code of English.

    Args:
        text: The body of an article. A short one is given the benefit of the doubt, since names alone mislead.

    Raises:
        Rejected: `not_english`, naming the language and its probability.
    """
    sample = text[:_SAMPLE]
    ranked = _identifier().rank(sample)
    language, probability = ranked[0]
    short = len(WORD.findall(sample)) < _SHORT_WORDS and _is_latin(sample)
    doubtful = probability < _MIN_OTHER_IN_SHORT if short else dict(ranked)[ENGLISH] >= _MIN_ENGLISH
    if language == ENGLISH or doubtful:
        return ENGLISH
    raise Rejected("not_english", f"language '{language}' with probability {probability:.2f}")


def _is_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c < "\u0250" for c in letters) >= 0.5 * len(letters)
