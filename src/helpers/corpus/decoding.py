"""Bytes to text: encodings guessed, mojibake repaired, what is no text rejected."""

import codecs
import re

import ftfy
from charset_normalizer import from_bytes

from helpers.corpus.articles import Rejected
from helpers.corpus.wording import WORD

# The spaCy parser takes no more, and no article comes near it; the source of a web page may be longer.
MAX_CHARACTERS = 1_000_000
MAX_PAGE_CHARACTERS = 10_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"PAR1")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# With no other signs than these, ftfy finds no mojibake; its search is most of what a known article costs.
_SUSPICIOUS = re.compile("[^\x00-\x7f“”‘’–—…\xa0]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 100_000


def decode(
    data: bytes, *, declared: str | None = None, max_characters: int = MAX_CHARACTERS
) -> tuple[str, tuple[str, ...]]:
    """Decode one text file, or one field of a record.

    Args:
        data: The bytes as stored.
        declared: The encoding that the data itself names (an HTML page's `charset`), tried after Unicode.
        max_characters: The longest text allowed.

    Returns:
        The text (see `clean_text`), and the flags `mixed_encoding`, `surrogates_replaced`, `mojibake_repaired`
        for what had to be mended.

    Raises:
        Rejected: `empty`, `binary`, `undecodable` or `too_large`.
    """
    if len(data) > 4 * max_characters:
        raise Rejected("too_large", f"{len(data)} bytes; at most {max_characters} characters can be parsed")
    text, flags = _decode_bytes(data, declared)
    cleaned, more = clean_text(text, max_characters=max_characters)
    return cleaned, flags + more


def clean_text(text: str, *, max_characters: int = MAX_CHARACTERS) -> tuple[str, tuple[str, ...]]:
    r"""Line ends as `\n`, no byte-order mark, no lone surrogates, mojibake repaired; otherwise unchanged.

    Raises:
        Rejected: `empty`, `binary` (NUL characters) or `too_large`.
    """
    flags = []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not WORD.search(text):
        raise Rejected("empty", "no text: not one letter or digit")
    if "\0" in text:
        raise Rejected("binary", "the text contains NUL characters")
    if len(text) > max_characters:
        raise Rejected("too_large", f"{len(text)} characters; at most {max_characters} can be parsed")
    if text.isascii() or not _SUSPICIOUS.search(text):  # as most texts: there is nothing to mend
        return text, ()
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        flags.append("surrogates_replaced")
    repaired = "\n".join(ftfy.fix_encoding(line) if _SUSPICIOUS.search(line) else line for line in text.split("\n"))
    if repaired != text:
        flags.append("mojibake_repaired")
    return repaired, tuple(flags)


def guess_encoding(data: bytes) -> str:
    """The encoding to open a table of records with, from the first part of its file."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    return _wide_encoding(data) or "utf-8"


def _decode_bytes(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data.removeprefix(bom), encoding), ()
    wide = _wide_encoding(data)
    if wide:
        return _strictly(data, wide), ()
    if data.startswith(_MAGIC) or b"\0" in data:
        raise Rejected("binary", "not a text: a known binary format, or NUL bytes")
    if len(_CONTROL.findall(data)) > len(data) // 100:
        raise Rejected("binary", "not a text: more than 1 % control characters")
    try:
        return data.decode("utf-8", "surrogatepass"), ()
    except UnicodeDecodeError:
        return _decode_legacy(data, declared)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"starts like {encoding}, but: {error.reason} at byte {error.start}") from None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is NUL."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if len(data) % 2 or half < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 * half and odd < 0.05 * half else None


def _decode_legacy(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    stray = _MULTIBYTE.sub(b"", data)
    n_high, n_stray = len(_HIGH.findall(data)), len(_HIGH.findall(stray))
    if n_high > 2 * n_stray:
        # Good UTF-8 with a few bytes of something else, which on English pages is CP1252.
        return data.decode("utf-8", _CP1252_BYTES), ("mixed_encoding",)
    if declared:
        try:
            # Pages that declare Latin-1 mean CP1252, as browsers know.
            return data.decode("cp1252" if "8859-1" in declared or "ascii" in declared else declared), ()
        except (LookupError, ValueError):
            pass
    # English needs few bytes above ASCII: quotation marks, dashes, names. More of them means another script.
    if n_high < 0.1 * len(data):
        try:
            return data.decode("cp1252"), ()
        except UnicodeDecodeError:
            pass
    best = from_bytes(data).best()
    if best is None:
        raise Rejected("undecodable", "no encoding gives readable text")
    return str(best), ()


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_CP1252_BYTES = "cp1252_bytes"
codecs.register_error(_CP1252_BYTES, _as_cp1252)
