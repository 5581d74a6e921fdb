"""The values of a JSON text, one after the other: memory is bounded by the longest of them, not by the file."""

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from helpers.corpus.articles import Rejected
from helpers.corpus.streams import MAX_LINE

# Each of them, in a list `[[],[],…`, takes thirty times its length in memory.
MAX_SIGNS = 2**20
_SIGNS = "[{,"
_AT_ONCE, _AT_MOST = 2**18, 2**22  # characters
_CUT = 16  # what is cut off inside a literal or an escape is noticed so many characters before the end
_CUT_NUMBER = 2  # signs of a number, as of "1e+", that are no part of it before its last digits are there
_SPACE = re.compile(r"[ \t\n\r]*")
# Numbers stay the strings that were written: an id `7.10` or a large number keeps its digits.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: None)


def parse_json(text: str) -> Any:
    """The one value of a line.

    Raises:
        ValueError: If it is no JSON.
        RecursionError: If it has too many levels.
        Rejected: `too_large` if it has more than `MAX_SIGNS` lists, objects and members.
    """
    values = JsonText(None, text)
    values.check_size()
    value = values.value()
    values.end()
    return value


def iter_listed(values: "JsonText") -> Iterator[Any]:
    """The values of a list that is the whole text.

    Raises:
        ValueError, RecursionError, Rejected: As `JsonText`; what came before the fault has been yielded.
    """
    yield from values.elements()
    values.end()


def iter_records_inside(values: "JsonText") -> Iterator[Any]:
    """What the lists of objects hold that are members of an object which is the whole text.

    Raises:
        ValueError, RecursionError, Rejected: As `JsonText`; what came before the fault has been yielded.
    """
    values.expect("{")
    while True:
        values.value()
        values.expect(":")
        if values.next_sign() == "[":
            yield from _of_objects(values.elements())
        else:
            values.value()
        if values.take("}"):
            break
        values.expect(",")
    values.end()


def _of_objects(elements: Iterator[Any]) -> Iterator[Any]:
    """The elements of a list, if one of them is an object."""
    n_before, found = 0, False
    for element in elements:
        found = found or isinstance(element, dict)
        if not found:
            n_before += 1
            continue
        yield from (None for _ in range(n_before))
        n_before = 0
        yield element


class JsonText:
    """A JSON text and how far it has been read.

    Args:
        stream: Where more of it comes from, if anywhere.
        text: What is at hand of it.
    """

    def __init__(self, stream: IO[str] | None, text: str = "") -> None:
        self._stream, self._text = stream, text
        self._at = self._passed = 0

    @property
    def has_lines(self) -> bool:
        """Whether what is at hand has several lines."""
        return "\n" in self._text.strip()

    def next_sign(self) -> str:
        """The next sign that is no white space; none at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_on():
                return ""

    def take(self, sign: str) -> bool:
        """Go past `sign` if it is the next one."""
        found = self.next_sign() == sign
        self._at += found
        return found

    def expect(self, sign: str) -> None:
        """Go past `sign`.

        Raises:
            ValueError: If another one is next.
        """
        if not self.take(sign):
            raise self._error(f"'{sign}' is missing", self._at)

    def end(self) -> None:
        """Nothing more may follow.

        Raises:
            ValueError: If something does.
        """
        if self.next_sign():
            raise self._error("more follows after the end", self._at)

    def value(self) -> Any:
        """The next value.

        Raises:
            ValueError: If there is none.
            RecursionError: If it has too many levels.
            Rejected: `too_large` if it has more than `MAX_LINE` characters, or more than `MAX_SIGNS` parts.
        """
        self.next_sign()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                is_cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _CUT
                wrong = self._error(error.msg, error.pos)
                if is_cut:
                    self.check_size()
                if not (is_cut and self._read_on()):
                    raise wrong from None
            else:
                length = end - self._at
                if end < len(self._text) - _CUT_NUMBER or not self._read_on():
                    self._at += length
                    return value

    def elements(self) -> Iterator[Any]:
        """The elements of the list that is next.

        Raises:
            ValueError, RecursionError, Rejected: As `value`.
        """
        self.expect("[")
        if self.take("]"):
            return
        while True:
            yield self.value()
            if self.take("]"):
                return
            self.expect(",")

    def check_size(self) -> None:
        """What is at hand and was not passed must not be more than one record may have.

        Raises:
            Rejected: `too_large`, as of `value`.
        """
        size = len(self._text) - self._at
        if size > MAX_LINE:
            raise Rejected("too_large", f"a value of more than {MAX_LINE} characters")
        if size > MAX_SIGNS and sum(self._text.count(sign, self._at) for sign in _SIGNS) > MAX_SIGNS:
            raise Rejected("too_large", f"a value of more than {MAX_SIGNS} lists, objects and members")

    def _read_on(self) -> bool:
        """Have more at hand; what was passed is forgotten."""
        self._passed += self._at
        self._text = self._text[self._at :]
        self._at = 0
        n = min(max(len(self._text), _AT_ONCE), _AT_MOST)
        more = self._stream.read(n) if self._stream is not None else ""
        self._text += more
        return bool(more)

    def _error(self, message: str, at: int) -> ValueError:
        return ValueError(f"{message} at character {self._passed + at + 1}")
