"""The parses of a run: made once, kept as DocBin parts, read again by every later stage."""

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import spacy
import srsly
from spacy.attrs import DEP, ENT_TYPE, LEMMA, ORTH, SPACY, TAG
from spacy.strings import get_string_id
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from srsly.msgpack import msgpack_decoders, msgpack_encoders

from helpers.errors import TableSchemaError
from helpers.part_records import digest, read_record
from helpers.places import ORDER, Folder, iter_packed, parses_name

# Once for each document, all installed packages would be asked whether they have a format of their own, and all that is
# registered anywhere in spaCy be gone through.
for _formats in (msgpack_encoders, msgpack_decoders):
    _formats.entry_points = False
    _formats.get_all = cache(_formats.get_all)
_ATTRIBUTES = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START")
_STRINGS = (ORTH, LEMMA, TAG, DEP, ENT_TYPE)


class Packed(NamedTuple):
    """Parses as `pack` makes them, and by document, in their order, what tells whether its parse is the same."""

    digests: Mapping[str, str]
    content: bytes


def pack(docs: Iterable[Doc]) -> bytes:
    """The parses of some documents as the bytes of a DocBin; ids are kept in `user_data["document_id"]`.

    Equal parses give equal bytes: of the strings that a document brings along, only those in use are kept.
    """
    packed = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
    for doc in docs:
        _add(packed, doc)
    return bytes(packed.to_bytes())


def _add(packed: DocBin, doc: Doc) -> None:
    """As `DocBin.add` does it, but each string is looked up once, and not for each token that it is said of."""
    tokens = doc.to_array([*packed.attrs])
    packed.tokens.append(tokens)
    packed.spaces.append(doc.to_array(SPACY).reshape(-1, 1).astype(bool))
    packed.flags.append({"has_unknown_spaces": doc.has_unknown_spaces})
    packed.cats.append(doc.cats)
    packed.span_groups.append(doc.spans.to_bytes())
    packed.user_data.append(srsly.msgpack_dumps(doc.user_data))
    columns = [packed.attrs.index(attribute) for attribute in _STRINGS]
    packed.strings.update(doc.vocab.strings[number] for number in np.unique(tokens[:, columns]).tolist())


def _to_bytes(docs: DocBin) -> bytes:
    used = {int(value) for tokens in docs.tokens for value in np.unique(tokens)}
    docs.strings = {string for string in docs.strings if get_string_id(string) in used}
    return bytes(docs.to_bytes())


def _from_bytes(packed: bytes) -> DocBin:
    return DocBin(store_user_data=True).from_bytes(packed)


def _ids(docs: DocBin) -> list[str]:
    return [str(srsly.msgpack_loads(data)["document_id"]) for data in docs.user_data]


def _only(docs: DocBin, document_ids: Iterable[str]) -> DocBin:
    """The parses of these documents, in this order."""
    places = {document_id: place for place, document_id in enumerate(_ids(docs))}
    return _take(docs, [places[document_id] for document_id in document_ids])


def _take(docs: DocBin, places: Iterable[int]) -> DocBin:
    taken = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
    taken.strings = docs.strings
    for place in places:
        for name in ("tokens", "spaces", "cats", "flags", "span_groups", "user_data"):
            getattr(taken, name).append(getattr(docs, name)[place])
    return taken


@cache
def plain_vocab() -> Vocab:
    """A vocabulary for parses that are read again where no model is loaded."""
    vocab: Vocab = spacy.blank("en").vocab
    return vocab


def unpack(packed: bytes, vocab: Vocab, *, only: Container[str] | None = None) -> Iterator[Doc]:
    """The parses that `pack` packed, or those of some documents, in their order."""
    docs = _from_bytes(packed)
    if only is not None:
        docs = _only(docs, [document_id for document_id in _ids(docs) if document_id in only])
    return docs.get_docs(vocab)


def unpack_one(packed: bytes, vocab: Vocab) -> Doc:
    """The parse that was packed alone."""
    return next(unpack(packed, vocab))


def join(packed: Iterable[bytes]) -> bytes:
    """Several packs as one."""
    return _to_bytes(_merged(map(_from_bytes, packed)))


def split(packed: bytes) -> dict[str, bytes]:
    """A pack for each document of a pack."""
    docs = _from_bytes(packed)
    return {document_id: _to_bytes(_take(docs, [place])) for place, document_id in enumerate(_ids(docs))}


def compose(document_ids: Iterable[str], packed: Iterable[tuple[bytes, Iterable[str]]]) -> bytes:
    """One pack of the parses of some documents, in this order.

    Args:
        document_ids: The documents.
        packed: Several packs, each with the documents whose parses are to be taken from it.
    """
    taken = _merged(_only(_from_bytes(content), own) for content, own in packed)
    return _to_bytes(_only(taken, document_ids))


def _merged(docs: Iterable[DocBin]) -> DocBin:
    first, *others = docs
    for other in others:
        first.merge(other)
    return first


def write_part(folder: Path, number: int, packed: bytes) -> None:
    """Write packed parses as part `number` of a folder that says no other order, whole or not at all."""
    Folder(folder).write(parses_name(f"{number:06}"), packed)


def clear_parts(folder: Path) -> None:
    """Remove the parts of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder / ORDER, *sorted(folder.glob("part-*.spacy"))):
        path.unlink(missing_ok=True)


def iter_parts(folder: Path) -> Iterator[Packed]:
    """Yield the parts of a run.

    Args:
        folder: That of the run's parses, which may say that they are elsewhere.

    Raises:
        TableSchemaError: If a part is not readable.
        StoreError: If they are in a store that does not answer.
    """
    for name, packed, record in iter_packed(folder):
        try:
            content = cast(bytes, packed)
            yield Packed(_noted(record, content) or digest_parses(content), content)
        except Exception as error:
            raise TableSchemaError(f"The parses at {folder / name} are not readable ({error}). Run 02 again.") from None


def _noted(record: bytes | None, content: bytes) -> Mapping[str, str] | None:
    """The digests that a part's record notes, if it is of these parses."""
    noted = read_record(record)
    return noted.parses if noted is not None and noted.files.get("parses") == digest(content) else None


def digest_parses(packed: bytes) -> dict[str, str]:
    """Digests of packed parses by document, in their order; words are numbers there that follow from their letters."""
    docs = _from_bytes(packed)
    parts = zip(docs.tokens, docs.spaces, docs.user_data, strict=True)
    digests = (_digest(tokens.tobytes(), spaces.tobytes(), cast(bytes, data)) for tokens, spaces, data in parts)
    return dict(zip(_ids(docs), digests, strict=True))


def _digest(*seen: bytes) -> str:
    return hashlib.sha256(b"".join(seen)).hexdigest()[:32]


def iter_parses(folder: Path, *, only: Set[str] | None = None) -> Iterator[tuple[str, Doc]]:
    """Yield `(document_id, doc)` in the order in which the documents were parsed.

    Args:
        folder: Where the parts are.
        only: The documents wanted; by default all. Parts that have none of them are passed over.

    Raises:
        TableSchemaError: If a part is not readable.
    """
    vocab = plain_vocab()
    for digests, content in iter_parts(folder):
        wanted = [document_id for document_id in digests if only is None or document_id in only]
        if wanted:
            yield from zip(wanted, unpack(content, vocab, only=wanted), strict=True)
