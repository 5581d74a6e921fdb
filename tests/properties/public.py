"""Every public function of the package, as its source declares it."""

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import helpers

ROOT = Path(helpers.__file__).parent
_RAISED = re.compile(r"^ {4}([\w., ]+): ", re.MULTILINE)


class Parameter(NamedTuple):
    """A parameter with its annotation as it is written."""

    name: str
    annotation: str
    has_default: bool
    kind: str  # plain, keyword, many (*args) or others (**kwargs)


class Public:
    """A function whose name does not begin with `_`, in one module."""

    def __init__(self, module: str, node: ast.FunctionDef) -> None:
        self.module, self.node = module, node
        self.name = f"{module}.{node.name}".removeprefix("helpers.").replace("__init__.", "")

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The function itself; of a command, what it calls."""
        found = getattr(importlib.import_module(self.module.removesuffix(".__init__")), self.node.name)
        return getattr(found, "callback", found)

    @property
    def raises(self) -> set[str]:
        """The errors that its docstring names."""
        _, _, after = (ast.get_docstring(self.node) or "").partition("Raises:")
        return {name.split(".")[-1] for names in _RAISED.findall(after) for name in names.split(", ")}

    @property
    def parameters(self) -> Iterator[Parameter]:
        """In order."""
        given = self.node.args
        plain = [*given.posonlyargs, *given.args]
        for at, each in enumerate(plain):
            yield _parameter(each, at >= len(plain) - len(given.defaults), "plain")
        if given.vararg:
            yield _parameter(given.vararg, False, "many")
        for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            yield _parameter(each, default is not None, "keyword")
        if given.kwarg:
            yield _parameter(given.kwarg, False, "others")


def _parameter(each: ast.arg, has_default: bool, kind: str) -> Parameter:
    annotation = ast.unparse(each.annotation) if each.annotation else ""
    return Parameter(each.arg, annotation.strip("'"), has_default, kind)


def public_functions() -> list[Public]:
    """All of them, by module; the training of networks apart, which needs packages that few install."""
    return [
        Public(module, node)
        for path in sorted(ROOT.rglob("*.py"))
        if "training" not in (module := ".".join(("helpers", *path.relative_to(ROOT).with_suffix("").parts)))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
