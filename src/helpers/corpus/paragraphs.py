"""Split a text into paragraphs, joining the lines of hard-wrapped text."""

import re
from collections.abc import Iterator
from itertools import pairwise

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_MAX_WRAPPED = 120
_MIN_CONTINUED = 0.4
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")

type Span = tuple[int, int]


def split_paragraphs(text: str) -> list[Span]:
    r"""The paragraphs of a text: its lines, or, where lines were broken to fit a width, the lines that belong together.

    Args:
        text: A text with line ends as `\n`.

    Returns:
        Spans trimmed of white space, in order; together they cover everything that is not white space.

    Example:
        >>> split_paragraphs("One line. \n\nAnother.")
        [(0, 9), (12, 20)]
    """
    blocks = list(_blocks(text))
    width = _wrapped_width(text, blocks)
    if width is None:
        return [line for block in blocks for line in block]
    return [paragraph for block in blocks for paragraph in _join(text, block, width)]


def _blocks(text: str) -> Iterator[list[Span]]:
    """Runs of lines without a blank line between them."""
    block: list[Span] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        start, end = _trim(text, *match.span())
        if block and (start == end or text.count("\n", previous_end, start) > 1):
            yield block
            block = []
        if start < end:
            block.append((start, end))
            previous_end = end
    if block:
        yield block


def _trim(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    stripped = line.strip()
    if not stripped:
        return end, end
    begin = start + len(line) - len(line.lstrip())
    return begin, begin + len(stripped)


def _wrapped_width(text: str, blocks: list[list[Span]]) -> int | None:
    """The width that lines were broken to; none if most line ends are not inside sentences."""
    pairs = [(a, b) for block in blocks for a, b in pairwise(block)]
    lengths = [end - start for pair in pairs for start, end in pair]
    if not lengths or max(lengths) > _MAX_WRAPPED:
        return None
    n_continued = sum(text[b[0]].islower() and not _ends_sentence(text, a) for a, b in pairs)
    return max(lengths) if n_continued >= _MIN_CONTINUED * len(pairs) else None


def _join(text: str, block: list[Span], width: int) -> Iterator[Span]:
    """Join the lines of a block, up to lines that end early: the next word would have had room."""
    start, end = block[0]
    for next_start, next_end in block[1:]:
        first_word = text[next_start:next_end].split(maxsplit=1)[0]
        length = end - max(start, text.rfind("\n", start, end) + 1)
        has_room = length + 1 + len(first_word) <= width
        much_room = length + 1 + len(first_word) <= 0.6 * width
        if much_room or (has_room and _ends_sentence(text, (start, end)) and not text[next_start].islower()):
            yield start, end
            start = next_start
        end = next_end
    yield start, end


def _ends_sentence(text: str, span: Span) -> bool:
    return _SENTENCE_END.search(text, max(span[0], span[1] - 6), span[1]) is not None
