"""The notebooks' parameters, checked before anything starts (papermill checks neither names nor types)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import ParameterError
from helpers.notebooks import Parameter

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "list": list,
}  # fmt: skip


def load_parameters(path: Path) -> dict[str, Any]:
    """Read a YAML file of `NAME: value` lines.

    Raises:
        ParameterError: If the file is not readable or not such a mapping.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ParameterError(f"The parameter file {path} cannot be read: {reason}.") from None
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise ParameterError(f"The parameter file {path} must hold lines 'NAME: value'; it holds {values!r:.60}.")
    return values


def parse_value(name: str, text: str, declared: Mapping[str, Parameter]) -> Any:
    """Read a command-line value as the type that the notebook declares.

    Raises:
        ParameterError: If the name is unknown, or `text` is no value of that type.
    """
    value: Any = text
    if name in declared and declared[name].type != "str":
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            value = text
    check_parameters({name: value}, declared)
    return value


def check_parameters(values: Mapping[str, Any], declared: Mapping[str, Parameter]) -> None:
    """Check names and types of parameters against those that the notebooks declare.

    Raises:
        ParameterError: If a name is unknown or a type is wrong.
    """
    for name, value in values.items():
        if name not in declared:
            raise ParameterError(f"Unknown parameter {name!r}; the notebooks have {', '.join(sorted(declared))}.")
        wanted = declared[name].type
        fits = isinstance(value, _TYPES[wanted]) and (wanted == "bool" or not isinstance(value, bool))
        if not fits:
            raise ParameterError(f"Parameter {name} must be of type {wanted}; {value!r} is {type(value).__name__}.")
