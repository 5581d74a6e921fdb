"""What tells whether a document's rows are the same as before, from whole columns: making rows takes far longer."""

import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.util import hash_array

_ODD = np.uint64(0x9E3779B97F4A7C15)  # a multiplier that spreads what it is given over all bits

type Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


def digest_rows(table: pd.DataFrame, *more: Hashes) -> dict[str, str]:
    """By document a digest of its rows, in their order.

    Args:
        table: Columns of texts, numbers and lists; `document_id` is one of them.
        more: Further columns of numbers, a value for each row.
    """
    codes, ids = pd.factorize(table["document_id"])
    order = np.argsort(codes, kind="stable")
    columns = [hash_column(table[name]) for name in table.columns if name != "document_id"]
    rows = np.column_stack([*columns, *more])[order]
    ends = np.searchsorted(codes[order], np.arange(len(ids) + 1))
    return {
        str(document_id): hashlib.sha256(rows[start:end].tobytes()).hexdigest()[:32]
        for document_id, start, end in zip(ids, ends[:-1], ends[1:], strict=True)
    }


def hash_column(column: "pd.Series") -> Hashes:
    """A number for each value of a column, the same for equal values, in any run and on any machine."""
    values = pa.array(column)
    return _hash(values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values)


def _hash(values: pa.Array) -> Hashes:
    if pa.types.is_list(values.type):
        return _hash_lists(values)
    if pa.types.is_struct(values.type):
        fields = (_hash(values.field(n)) for n in range(values.type.num_fields))
        hashes = np.zeros(len(values), dtype=np.uint64)
        for field in fields:
            hashes = hashes * _ODD + field
        return hashes
    coded = values.dictionary_encode()
    known = hash_array(np.array(coded.dictionary.to_pylist(), dtype=object), categorize=False)
    places = np.asarray(pc.fill_null(coded.indices, len(known)))
    return np.append(known, np.uint64(0))[places]


def _hash_lists(values: pa.Array) -> Hashes:
    """Of its items and where in the list each stands."""
    lengths = np.asarray(pc.fill_null(pc.list_value_length(values), 0), dtype=np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    place = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
    items = _hash(values.flatten()) * (place.astype(np.uint64) * np.uint64(2) + _ODD)
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(items, dtype=np.uint64)])
    present = np.asarray(values.is_valid(), dtype=np.uint64)
    hashes: Hashes = (sums[ends[1:]] - sums[ends[:-1]]) * _ODD + lengths.astype(np.uint64) + present
    return hashes
