"""The text of markup that is too much for a parser: tags are passed over one by one, in time linear in its length."""

import html
import re

# Extraction compares the elements of a page with each other, so that its time grows with the square of their number.
MAX_ELEMENTS = 10_000
_MAX_HEAD = 50_000  # characters
BLOCKS = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 ul ol li table tr section article blockquote header footer figure pre hr dt dd".split()
)
_ELEMENT = re.compile(r"<[a-z]", re.IGNORECASE)
_BODY = re.compile(r"<body\b|</head\b", re.IGNORECASE)
_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|noscript|template|svg|select|iframe|title)\b[^<>]*+>.*?(?:</\1\b[^<>]*+>|\Z)"
    r"|</?(?P<tag>[a-z][a-z0-9]*+)[^<>]*+>?"
    r"|<[!?][^<>]*+>?",
    re.IGNORECASE | re.DOTALL,
)
_WHITE_SPACE = re.compile(r"[^\S\n]+")


def has_too_many_elements(source: str) -> bool:
    """Whether a page has more elements than any article."""
    return sum(1 for _ in _ELEMENT.finditer(source)) > MAX_ELEMENTS


def head_of(source: str) -> str:
    """What a page says about itself before its body begins."""
    body = _BODY.search(source, 0, _MAX_HEAD)
    return f"{source[: body.start() if body else _MAX_HEAD]}</head><body></body></html>"


def text_of_markup(source: str) -> str:
    r"""The text of a page or a piece of one, a line for each block, without scripts and comments.

    Example:
        >>> text_of_markup("<div><div>One <b>or</b> two &amp; <script>x</script>three.<p>Four.")
        'One or two & three.\nFour.'
    """
    flat = _WHITE_SPACE.sub(" ", source.replace("\n", " "))
    text = html.unescape(_PIECE.sub(_line_break, flat))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _line_break(piece: re.Match[str]) -> str:
    return "\n" if (piece["tag"] or "").lower() in BLOCKS else ""
