"""British and American spellings of one word, made equal."""

import re

_PAIRS = {
    "cheque": "check", "grey": "gray", "kerb": "curb", "plough": "plow", "programme": "program", "tyre": "tire",
    "defence": "defense", "offence": "offense", "licence": "license", "pretence": "pretense", "aluminium": "aluminum",
    "catalogue": "catalog", "dialogue": "dialog", "sceptic": "skeptic", "sceptical": "skeptical",
    "ageing": "aging", "judgement": "judgment", "artefact": "artifact", "manoeuvre": "maneuver",
    "paediatric": "pediatric",
}  # fmt: skip
_ENDINGS = (
    (re.compile(r"(?<=\w{4})is(e|ed|es|er|ers|ing|ation|ational|ations)$"), r"iz\1"),  # recognise; not rise
    (re.compile(r"(?<=\w{3})ys(e|ed|es|ing)$"), r"yz\1"),  # analyse
    (re.compile(r"(?<=\w{3})our(|ed|ing|able|er|ers|ite|less|ly|hood)$"), r"or\1"),  # labour, harbour; not four
    (re.compile(r"\b(cent|theat|fib|lit|met|calib|spect|lust|meag|somb)re(|d)$"), r"\1er\2"),
    (re.compile(r"(?<=[aeiou])ll(ed|ing|er|ers)$"), r"l\1"),  # travelled
)


def american(word: str) -> str:
    """A word in lower case with the spelling that its British and American forms share here.

    It need not be a word: what counts is that both forms give the same.

    Example:
        >>> american("recognised") == american("recognized"), american("labour"), american("four")
        (True, 'labor', 'four')
    """
    if word in _PAIRS:
        return _PAIRS[word]
    for ending, common in _ENDINGS:
        changed = ending.sub(common, word)
        if changed != word:
            return changed
    return word
