"""Text from strangers on one line, fit for messages and names."""

import re
import unicodedata

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(value: str) -> str:
    r"""`value` on one line, with characters that cannot be printed replaced by `_`.

    Example:
        >>> printable("a\x1b[31m\n b")
        'a_[31m b'
    """
    flat = re.sub(r"\s+", " ", value).strip()
    if flat.isprintable():  # nearly always
        return flat
    return "".join("_" if unicodedata.category(c) in _UNPRINTABLE else c for c in flat)
