"""YAML from users: plain values, no objects, no anchors and aliases (a few hundred bytes of them fill any memory).

What is not in quotation marks is what it looks like: text, but for null, true and false, decimal numbers and dates.
YAML 1.1, which PyYAML reads, would make `NO` a truth value, `1:30` the number 90 and `010` the number 8.
"""

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

MAX_BYTES = 20_000_000
_MAX_DEPTH = 50  # of blocks and lists in each other; libyaml overflows its stack at some ten thousand
_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # as yaml.safe_load, ten times as fast where built
_OPENING = (
    yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken,
)  # fmt: skip
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


class PlainYamlError(ValueError):
    """The text is no plain YAML; the message says why, in one line."""


_UNQUOTED = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    "float": (r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    "timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", list("0123456789")),
}


class _Loader(_BASE):  # type: ignore[misc, valid-type]
    """Refuses a key that is there twice: YAML would silently forget the first."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping with each key once."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise PlainYamlError(f"line {key.start_mark.line + 1}: the key '{key.value}' is there twice")
            seen.add(str(key.value))
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


for _name, (_pattern, _first) in _UNQUOTED.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"(?:{_pattern})\\Z"), _first)


def read_text(path: Path) -> str:
    """The text of a file of catalogues or parameters.

    Raises:
        OSError: If it cannot be read.
        UnicodeDecodeError: If it is not UTF-8.
        PlainYamlError: If it is larger than `MAX_BYTES`, or has no end, as a device may.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PlainYamlError(f"larger than {MAX_BYTES:,} bytes; split off what is not used")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def load_plain_yaml(text: str) -> object:
    """Read YAML text.

    Raises:
        PlainYamlError: If it is not valid, too deep, has a key twice, or holds an anchor or an alias.
    """
    depth = 0
    try:
        for token in yaml.scan(text, Loader=_BASE):
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                raise PlainYamlError(
                    f"line {token.start_mark.line + 1}: anchors (&) and aliases (*) are not allowed; "
                    "write the value out, or put it in quotation marks"
                )
            if depth > _MAX_DEPTH:
                raise PlainYamlError(f"line {token.start_mark.line + 1}: more than {_MAX_DEPTH} levels in each other")
        return yaml.load(text, Loader=_Loader)
    except PlainYamlError:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PlainYamlError(f"is not valid YAML: {' '.join(str(error).split()) or type(error).__name__}") from None
