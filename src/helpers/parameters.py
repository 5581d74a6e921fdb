"""The notebooks' parameters, checked before anything starts (papermill checks neither names nor types)."""

import reprlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.comparison import DUPLICATE_RULES, NORMALIZATIONS, WINDOW_UNITS
from helpers.errors import ParameterError
from helpers.notebooks import Parameter
from helpers.plain_yaml import PlainYamlError, load_plain_yaml, read_text
from helpers.quotations import VARIANTS

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "list": list,
}  # fmt: skip
_ALLOWED: Mapping[str, Sequence[str]] = {
    "DUPLICATES": DUPLICATE_RULES,
    "NORMALIZE": NORMALIZATIONS,
    "QUOTATIONS": tuple(VARIANTS),
    "WINDOW": WINDOW_UNITS,
    "EXPERTS_SPEAK_FOR": ("self", "affiliation"),
    "OFFICIALS_SPEAK_FOR": ("self", "affiliation"),
}
_RANGES: Mapping[str, tuple[float, float]] = {
    "MAX_DOCUMENTS": (0, float("inf")),
    "MIN_CONFIDENCE": (0, 1),
    "QUOTATION_CONFIDENCE": (0, 1),
    "MIN_STATEMENTS": (1, float("inf")),
    "WINDOW_SIZE": (1, float("inf")),
    "WORKERS": (1, float("inf")),
}


def load_parameters(path: Path) -> dict[str, Any]:
    """Read a YAML file of `NAME: value` lines.

    Raises:
        ParameterError: If the file is not readable or not such a mapping.
    """
    try:
        values = load_plain_yaml(read_text(path))
    except (OSError, UnicodeDecodeError, PlainYamlError) as error:
        reason = " ".join(str(error).split())
        raise ParameterError(f"The parameter file {path} cannot be read: {reason}.") from None
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise ParameterError(
            f"The parameter file {path} must hold lines 'NAME: value'; it holds {reprlib.repr(values)}."
        )
    return values


def parse_value(name: str, text: str, declared: Mapping[str, Parameter]) -> Any:
    """Read a command-line value as the type that the notebook declares.

    Raises:
        ParameterError: If the name is unknown, or `text` is no value of that type.
    """
    value: Any = text
    if name in declared and declared[name].type != "str":
        try:
            value = float(text) if declared[name].type == "float" else load_plain_yaml(text)
        except ValueError:
            value = text
    check_parameters({name: value}, declared)
    return value


def check_parameters(values: Mapping[str, Any], declared: Mapping[str, Parameter]) -> None:
    """Check names, types and values of parameters against what the notebooks declare and the package allows.

    Raises:
        ParameterError: If a name is unknown, a type is wrong or a value is not allowed.
    """
    for name, value in values.items():
        if name not in declared:
            raise ParameterError(f"Unknown parameter {name!r}; the notebooks have {', '.join(sorted(declared))}.")
        wanted = declared[name].type
        fits = isinstance(value, _TYPES[wanted]) and (wanted == "bool" or not isinstance(value, bool))
        if not fits:
            kind = type(value).__name__
            raise ParameterError(f"Parameter {name} must be of type {wanted}; {reprlib.repr(value)} is {kind}.")
        if "\0" in str(value):
            raise ParameterError(f"Parameter {name} must not hold the character NUL; it is {reprlib.repr(value)}.")
        if name in _ALLOWED and value not in _ALLOWED[name]:
            raise ParameterError(f"Parameter {name} must be one of {', '.join(_ALLOWED[name])}; it is {value!r}.")
        low, high = _RANGES.get(name, (float("-inf"), float("inf")))
        if name in _RANGES and not low <= value <= high:
            limits = f"at least {low:g}" if high == float("inf") else f"from {low:g} to {high:g}"
            raise ParameterError(f"Parameter {name} must be {limits}; it is {value!r}.")
