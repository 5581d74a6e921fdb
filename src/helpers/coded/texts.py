"""Texts of other programs as ours are: line ends as newlines, offsets in code points."""

from collections.abc import Callable


def plain_text(text: str) -> tuple[str, Callable[[int], int]]:
    r"""Turn line ends into `\n`, and offsets that count UTF-16 units (as Java does) into offsets of code points.

    Returns:
        The text, and a function from old offsets to new ones; beyond the text it gives its length.

    Example:
        >>> text, offset = plain_text("\U0001f600 a\r\nb")
        >>> text, offset(3), offset(6)
        ('😀 a\nb', 2, 4)
    """
    if "\r" not in text and text.isascii():
        return text, lambda offset: max(0, min(offset, len(text)))
    places: list[int] = []
    pieces: list[str] = []
    for number, character in enumerate(text):
        places += [len(pieces)] * (2 if character > "\uffff" else 1)
        if character != "\r":
            pieces.append(character)
        elif text[number + 1 : number + 2] != "\n":
            pieces.append("\n")
    places.append(len(pieces))
    return "".join(pieces), lambda offset: places[max(0, min(offset, len(places) - 1))]
