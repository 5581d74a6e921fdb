"""The language of an article; only English ones are analysed."""

import functools
from collections.abc import Sequence

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from helpers.corpus.articles import Rejected
from helpers.corpus.wording import WORD

ENGLISH = "en"
_SAMPLE = 4_000
_SHORT_WORDS = 20
# Of the words of English articles 25 to 59 % are among spaCy's stop words, of sentences in other languages up to 12 %.
_PLAIN_WORDS, _PLAIN_SHARE = 50, 1 / 3
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
    words = WORD.findall(sample)
    if _is_plainly_english(words):
        return ENGLISH
    ranked = _identifier().rank(sample)
    language, probability = ranked[0]
    short = len(words) < _SHORT_WORDS and _is_latin(sample)
    doubtful = probability < _MIN_OTHER_IN_SHORT if short else dict(ranked)[ENGLISH] >= _MIN_ENGLISH
    if language == ENGLISH or doubtful:
        return ENGLISH
    raise Rejected("not_english", f"language '{language}' with probability {probability:.2f}")


def _is_plainly_english(words: Sequence[str]) -> bool:
    """Whether so many are common English words that langid, a third of the time of loading, need not be asked."""
    from spacy.lang.en.stop_words import STOP_WORDS  # known articles need no spaCy

    n_common = sum(map(STOP_WORDS.__contains__, map(str.lower, words)))
    return len(words) >= _PLAIN_WORDS and n_common >= _PLAIN_SHARE * len(words)


def _is_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c < "\u0250" for c in letters) >= 0.5 * len(letters)
