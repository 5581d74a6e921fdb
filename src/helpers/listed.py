"""Columns of lists: held as Arrow holds them, a few bytes for each item, and made Python lists when asked for."""

import builtins
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray, ExtensionDtype
from pandas.api.indexers import check_array_indexer

_AT_ONCE = 1024  # lists made at a time


class ListDtype(ExtensionDtype):
    """The type of a column of lists, of texts or of spans.

    Args:
        arrow: The Arrow type of a list.
    """

    type = list
    kind = "O"
    na_value = None
    _metadata = ("arrow",)

    def __init__(self, arrow: pa.DataType) -> None:
        self.arrow = arrow

    @property
    def name(self) -> str:  # type: ignore[override]
        """As Arrow calls it."""
        return str(self.arrow)

    @classmethod
    def construct_array_type(cls) -> "builtins.type[ListArray]":
        """The class of its arrays."""
        return ListArray

    @classmethod
    def construct_from_string(cls, string: str) -> Self:
        """No text names this type."""
        raise TypeError(f"Cannot construct a '{cls.__name__}' from '{string}'")


class ListArray(ExtensionArray):
    """Lists of texts as `list[str]`, lists of spans as `list[tuple[int, int]]`; what is missing is None.

    Args:
        array: An Arrow array of lists.
    """

    def __init__(self, array: pa.Array | pa.ChunkedArray) -> None:
        self._array = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array], type=array.type)

    @classmethod
    def _from_sequence(cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False) -> Self:
        if not isinstance(dtype, ListDtype):
            raise TypeError(f"Cannot make a list column without its type; found {dtype!r}.")
        return cls(pa.array([None if _is_missing(value) else value for value in scalars], type=dtype.arrow))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        chunks = [chunk for each in to_concat for chunk in each._array.chunks]
        return cls(pa.chunked_array(chunks, type=to_concat[0]._array.type))

    @property
    def dtype(self) -> ListDtype:
        """The type of list."""
        return ListDtype(self._array.type)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self._array.nbytes)

    def __len__(self) -> int:
        return len(self._array)

    def __iter__(self) -> Iterator[list[Any] | None]:
        for start in range(0, len(self), _AT_ONCE):
            yield from _to_python(self._array[start : start + _AT_ONCE])

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, int | np.integer):
            return _to_python(self._array[int(item) : int(item) + 1] if item >= 0 else self._at(int(item)))[0]
        item = check_array_indexer(self, item)
        if isinstance(item, slice):
            start, stop, step = item.indices(len(self))
            if step == 1:
                return type(self)(self._array[start : max(start, stop)])
            return self.take(np.arange(start, stop, step))
        return self.take(np.flatnonzero(item) if item.dtype == bool else item)

    def __setitem__(self, key: Any, value: Any) -> None:
        values = np.empty(len(self), dtype=object)
        values[:] = list(self)
        chosen = np.arange(len(self))[check_array_indexer(self, key) if not isinstance(key, int) else [key]]
        same = value is None or isinstance(key, int) or not isinstance(value, ListArray | np.ndarray | list)
        given = [value] * len(chosen) if same else list(value)
        for place, one in zip(chosen, given, strict=True):
            values[place] = one
        self._array = self._from_sequence(values, dtype=self.dtype)._array

    def __eq__(self, other: object) -> Any:
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented
        others = list(other) if isinstance(other, ListArray | np.ndarray) else [other] * len(self)
        return np.array([one == two for one, two in zip(self, others, strict=True)], dtype=bool)

    def __arrow_array__(self, type: pa.DataType | None = None) -> pa.ChunkedArray:
        return self._array if type is None else self._array.cast(type)

    def isna(self) -> np.ndarray:
        """Which lists are missing; an empty one is not."""
        return np.asarray(self._array.is_null().to_numpy(), dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """The lists at these places; with `allow_fill`, -1 is one that is missing."""
        places = np.asarray(indices, dtype=np.int64)
        if not allow_fill:
            places = np.where(places < 0, places + len(self), places)
        elif (places < -1).any():
            raise ValueError("With allow_fill, places must be -1 or more.")
        if len(places) and (places >= len(self)).any():
            raise IndexError(f"There are {len(self)} lists; place {places.max()} was asked for.")
        return type(self)(self._array.take(pa.array(places, mask=places < 0)))

    def copy(self) -> Self:
        """Another array of the same lists, which Arrow never changes."""
        return type(self)(self._array)

    def _at(self, item: int) -> pa.ChunkedArray:
        if -item > len(self):
            raise IndexError(f"There are {len(self)} lists; place {item} was asked for.")
        return self._array[len(self) + item : len(self) + item + 1]


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, list | tuple | np.ndarray) and bool(pd.isna(value)))


def _to_python(array: pa.ChunkedArray) -> list[list[Any] | None]:
    """Arrow's lists as Python's, spans as tuples."""
    if not pa.types.is_struct(array.type.value_type):
        return array.to_pylist()  # type: ignore[no-any-return]
    whole = array.combine_chunks()
    items = whole.flatten()
    spans = list(zip(*(items.field(number).to_pylist() for number in range(items.type.num_fields)), strict=True))
    found: list[list[Any] | None] = []
    start = 0
    for length in pc.list_value_length(whole).to_pylist():
        found.append(None if length is None else spans[start : start + length])
        start += length or 0
    return found
