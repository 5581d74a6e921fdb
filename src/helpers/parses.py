"""The parses of a run: made once, kept as DocBin parts, read again by every later stage."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from helpers.errors import TableSchemaError
from helpers.files import replacing

_ATTRIBUTES = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START")


def pack(docs: Iterable[Doc]) -> bytes:
    """The parses of some documents as the bytes of a DocBin; ids are kept in `user_data["document_id"]`."""
    packed: bytes = DocBin(attrs=_ATTRIBUTES, docs=docs, store_user_data=True).to_bytes()
    return packed


def join(packed: Iterable[bytes]) -> bytes:
    """Several packs as one."""
    first, *others = (DocBin(store_user_data=True).from_bytes(each) for each in packed)
    for other in others:
        first.merge(other)
    joined: bytes = first.to_bytes()
    return joined


def write_part(folder: Path, number: int, packed: bytes) -> None:
    """Write packed parses as part `number`, whole or not at all."""
    with replacing(folder / f"part-{number:05}.spacy") as temporary:
        temporary.write_bytes(packed)


def clear_parts(folder: Path) -> None:
    """Remove the parts of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("part-*.spacy")):
        path.unlink()


def iter_parses(folder: Path) -> Iterator[tuple[str, Doc]]:
    """Yield `(document_id, doc)` in the order in which the documents were parsed.

    Raises:
        TableSchemaError: If a part is not readable.
    """
    vocab = spacy.blank("en").vocab
    for path in sorted(folder.glob("part-*.spacy")):
        try:
            part = DocBin(store_user_data=True).from_bytes(path.read_bytes())
        except Exception as error:
            raise TableSchemaError(f"The parses at {path} are not readable ({error}). Run 02 again.") from None
        for doc in part.get_docs(vocab):
            yield str(doc.user_data["document_id"]), doc
