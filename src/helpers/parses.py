"""The parses of a run: made once, kept as DocBin parts, read again by every later stage."""

from collections.abc import Iterable, Iterator, Set
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import spacy
import srsly
from spacy.strings import get_string_id
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from srsly.msgpack import msgpack_decoders, msgpack_encoders

from helpers.errors import TableSchemaError
from helpers.places import ORDER, Folder, iter_packed, parses_name

# Once for each document, all installed packages would be asked whether they have a format of their own, and all that is
# registered anywhere in spaCy be gone through.
for _formats in (msgpack_encoders, msgpack_decoders):
    _formats.entry_points = False
    _formats.get_all = cache(_formats.get_all)
_ATTRIBUTES = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START")


def pack(docs: Iterable[Doc]) -> bytes:
    """The parses of some documents as the bytes of a DocBin; ids are kept in `user_data["document_id"]`.

    Equal parses give equal bytes: of the strings that a document brings along, only those in use are kept.
    """
    packed = DocBin(attrs=_ATTRIBUTES, docs=docs, store_user_data=True)
    used = {int(value) for tokens in packed.tokens for value in np.unique(tokens)}
    packed.strings = {string for string in packed.strings if get_string_id(string) in used}
    return bytes(packed.to_bytes())


@cache
def plain_vocab() -> Vocab:
    """A vocabulary for parses that are read again where no model is loaded."""
    vocab: Vocab = spacy.blank("en").vocab
    return vocab


def unpack(packed: bytes, vocab: Vocab) -> Iterator[Doc]:
    """The parses that `pack` packed, in their order."""
    return DocBin(store_user_data=True).from_bytes(packed).get_docs(vocab)


def unpack_one(packed: bytes, vocab: Vocab) -> Doc:
    """The parse that was packed alone."""
    return next(unpack(packed, vocab))


def join(packed: Iterable[bytes]) -> bytes:
    """Several packs as one."""
    first, *others = (DocBin(store_user_data=True).from_bytes(each) for each in packed)
    for other in others:
        first.merge(other)
    joined: bytes = first.to_bytes()
    return joined


def write_part(folder: Path, number: int, packed: bytes) -> None:
    """Write packed parses as part `number` of a folder that says no other order, whole or not at all."""
    Folder(folder).write(parses_name(f"{number:06}"), packed)


def clear_parts(folder: Path) -> None:
    """Remove the parts of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder / ORDER, *sorted(folder.glob("part-*.spacy"))):
        path.unlink(missing_ok=True)


def iter_parts(folder: Path) -> Iterator[tuple[list[str], bytes]]:
    """Yield the parts of a run, packed, with the ids of their documents.

    Args:
        folder: That of the run's parses, which may say that they are elsewhere.

    Raises:
        TableSchemaError: If a part is not readable.
        StoreError: If they are in a store that does not answer.
    """
    for name, packed in iter_packed(folder):
        try:
            content = cast(bytes, packed)
            data = DocBin(store_user_data=True).from_bytes(content).user_data
            yield [str(srsly.msgpack_loads(each)["document_id"]) for each in data], content
        except Exception as error:
            raise TableSchemaError(f"The parses at {folder / name} are not readable ({error}). Run 02 again.") from None


def iter_parses(folder: Path, *, only: Set[str] | None = None) -> Iterator[tuple[str, Doc]]:
    """Yield `(document_id, doc)` in the order in which the documents were parsed.

    Args:
        folder: Where the parts are.
        only: The documents wanted; by default all. Parts that have none of them are passed over.

    Raises:
        TableSchemaError: If a part is not readable.
    """
    vocab = plain_vocab()
    for ids, packed in iter_parts(folder):
        if only is not None and only.isdisjoint(ids):
            continue
        for document_id, doc in zip(ids, unpack(packed, vocab), strict=True):
            if only is None or document_id in only:
                yield document_id, doc
