"""A call of a public function: how its arguments are drawn, and what it did in plain values."""

import dataclasses
import math
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
from hypothesis import strategies as st
from spacy.tokens import Doc, Span, Token
from tests.properties.from_corpora import CORPORA
from tests.properties.from_docs import DOCS
from tests.properties.from_files import FILES
from tests.properties.from_parts import PARTS
from tests.properties.from_tables import TABLES_OF_RUN
from tests.properties.from_values import VALUES
from tests.properties.public import Parameter, Public
from tests.properties.world import Fresh, World

KNOWN = {**VALUES, **CORPORA, **FILES, **TABLES_OF_RUN, **DOCS, **PARTS}


class Call(NamedTuple):
    """What a function is called with; what lies in a folder is made for each call."""

    positional: list[Any]
    named: dict[str, Any]

    def made(self, folder: Path) -> "Call":
        """The same with everything that is made anew."""
        return Call(
            [_made(each, folder) for each in self.positional], {k: _made(v, folder) for k, v in self.named.items()}
        )


def _made(value: Any, folder: Path) -> Any:
    return value.make(folder) if isinstance(value, Fresh) else value


def missing_ways(public: Public) -> list[str]:
    """The parameters that nobody knows how to draw."""
    return [
        f"{p.name}: {p.annotation}"
        for p in public.parameters
        if not (
            p.has_default
            or p.kind == "others"
            or public.name in KNOWN
            or any(key in KNOWN for key in keys_of(public, p))
        )
    ]


def draw_call(public: Public, world: World) -> Call:
    """Draw the arguments of a call."""
    together = KNOWN[public.name](world) if public.name in KNOWN else {}
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in public.parameters:
        way = next((KNOWN[key] for key in keys_of(public, parameter) if key in KNOWN), None)
        if parameter.name in together:
            value = together[parameter.name]
        elif way is None or (parameter.has_default and world.draw(st.integers(0, 3)) == 0):
            continue
        else:
            value = way(world)
        if parameter.kind == "many":
            positional += value
        elif parameter.kind == "others":
            named |= value
        elif parameter.kind == "keyword" or parameter.has_default or named:
            named[parameter.name] = value
        else:
            positional.append(value)
    return Call(positional, named)


def keys_of(public: Public, parameter: Parameter) -> tuple[str, str, str]:
    """Under which names the way to draw an argument is looked for, the most telling first."""
    name, annotation = parameter.name, parameter.annotation if parameter.kind != "others" else ""
    return f"{public.name}({name})", f"{name}: {annotation}", annotation


def finished(result: Any) -> Any:
    """What a function gives: all of an iterator; of a block, what it is entered with."""
    if isinstance(result, AbstractContextManager) and hasattr(result, "gen"):
        with result as entered:
            if isinstance(entered, Path):
                entered.write_text("written", encoding="utf-8")
            return type(entered).__name__
    return list(result) if isinstance(result, Iterator) else result


def plain(value: Any) -> Any:
    """A value in plain ones that can be compared, whatever it is made of."""
    if isinstance(value, pd.DataFrame):
        return (
            list(value),
            list(map(str, value.dtypes)),
            plain(list(value.index)),
            [plain(list(value[name])) for name in value],
        )
    if isinstance(value, pd.Series | pd.Index | np.ndarray):
        return str(value.dtype), plain(value.tolist())
    if isinstance(value, pa.Table):
        return plain(value.to_pylist())
    if isinstance(value, Token | Span):
        return (
            type(value).__name__,
            getattr(value, "i", None),
            getattr(value, "start", None),
            getattr(value, "end", None),
        )
    if isinstance(value, Doc):
        return value.to_array(["ORTH", "HEAD", "DEP", "TAG", "LEMMA", "SENT_START"]).tolist()
    if isinstance(value, go.Figure):
        return value.to_json()
    if isinstance(value, nx.Graph):
        return plain(list(value.nodes(data=True))), plain(list(value.edges(data=True)))
    if isinstance(value, Mapping):
        return {repr(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, map(plain, value)))
    if (isinstance(value, float) and math.isnan(value)) or value is pd.NaT or value is pd.NA:
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, str | bytes | int | float | None) or hasattr(value, "isoformat"):
        return value
    return str(value) if isinstance(value, Path) else type(value).__name__


def tables_in(value: Any) -> Iterator[pd.DataFrame]:
    """The tables that a value is or holds."""
    if isinstance(value, pd.DataFrame):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from tables_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from tables_in(each)
