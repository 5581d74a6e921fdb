"""The file of `standpoints batch`: which runs there are, read and checked before the first of them starts."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helpers.errors import ParameterError, StoreError
from helpers.notebooks import Parameter
from helpers.parameters import check_parameters
from helpers.plain_yaml import PlainYamlError, load_plain_yaml, read_text
from helpers.stores import is_address, plain_address

_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$"
_OWN_KEYS = {
    "CORPUS": "corpus", "ISSUES": "issues", "ACTORS": "actors", "CORRECTIONS": "corrections",
    "QUOTATIONS": "quotations",
}  # fmt: skip
_PATHS = ("corpus", "issues", "actors", "corrections")
_PROBLEMS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known",
    "string_type": "must be text",
    "string_pattern_mismatch": "must be letters, digits, '-' and '_', with no space",
    "dict_type": "must hold lines 'NAME: value'",
    "model_type": "must hold keys and values",
    "list_type": "must be a list",
    "too_short": "must name at least one",
}


class Settings(BaseModel):
    """What runs, sets and the defaults may say."""

    model_config = ConfigDict(extra="forbid", strict=True)

    issues: str | None = None
    actors: str | None = None
    corrections: str | None = None
    quotations: str | None = None
    parameters: dict[str, Any] = {}


class RunEntry(Settings):
    """One corpus."""

    name: str = Field(pattern=_NAME)
    corpus: str = Field(min_length=1)


class SetEntry(Settings):
    """One way to run every corpus."""

    name: str = Field(pattern=_NAME)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    out: str = Field(min_length=1)
    defaults: Settings = Settings()
    runs: list[RunEntry] = Field(min_length=1)
    sets: list[SetEntry] = []


class Job(NamedTuple):
    """One run: its name, which is its folder below the series', and the arguments of `standpoints run` or `extract`."""

    name: str
    corpus: str
    arguments: tuple[str, ...]


class Series(NamedTuple):
    """All runs of a file, in its order, and the folder that they go into."""

    out: Path
    jobs: tuple[Job, ...]


def load_series(path: Path, declared: Mapping[str, Parameter]) -> Series:
    """Read the file of a series of runs; its relative paths count from where it lies.

    Args:
        path: A YAML file with `out`, `runs` and, if wanted, `defaults` and `sets` (see data/README.md).
        declared: The parameters that the notebooks have.

    Raises:
        ParameterError: One line that names the file, the entry, the key and what is allowed.
    """
    given = _read(path)
    jobs = tuple(_jobs(given, path, declared))
    out = path.absolute().parent.joinpath(Path(given.out).expanduser())
    for job in jobs:
        if out == Path(job.corpus) or Path(job.corpus) in out.parents:
            raise ParameterError(
                f"{path}: out ({out}) lies in the corpus of '{job.name}'; results would become articles."
            )
    return Series(out, jobs)


def _read(path: Path) -> _File:
    try:
        content = load_plain_yaml(read_text(path))
    except (OSError, UnicodeDecodeError, PlainYamlError) as error:
        raise ParameterError(f"The file {path} cannot be read: {' '.join(str(error).split())}.") from None
    try:
        given = _File.model_validate(content)
    except ValidationError as error:
        raise ParameterError(f"{path}: {_explain(error)}.") from None
    for kind, entries in (("runs", given.runs), ("sets", given.sets)):
        seen: set[str] = set()
        for entry in entries:
            if entry.name.casefold() in seen:
                raise ParameterError(
                    f"{path}: the name '{entry.name}' is there twice among the {kind}; names are folders."
                )
            seen.add(entry.name.casefold())
    return given


def _explain(error: ValidationError) -> str:
    """The first problem, in one line; an unknown key explains a missing one."""
    problem = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    place = [f"{part + 1}" if isinstance(part, int) else str(part) for part in problem["loc"]]
    what = _PROBLEMS.get(problem["type"], problem["msg"])
    found = "" if problem["type"] in ("missing", "extra_forbidden") else f" (found {problem['input']!r:.60})"
    models: Mapping[str, type[BaseModel]] = {"defaults": Settings, "runs": RunEntry, "sets": SetEntry}
    keys = ", ".join((models[place[0]] if len(place) > 1 else _File).model_fields)
    return f"'{' → '.join(place) or 'the file'}' {what}{found}; the keys are {keys}"


def _jobs(given: _File, path: Path, declared: Mapping[str, Parameter]) -> Iterator[Job]:
    for run in given.runs:
        for chosen in given.sets or (None,):
            name = run.name if chosen is None else f"{run.name}/{chosen.name}"
            layers = [given.defaults, run, *([chosen] if chosen else [])]
            parameters = {key: value for layer in layers for key, value in layer.parameters.items()}
            try:
                _check(parameters, declared)
            except ParameterError as error:
                raise ParameterError(f"{path}, run '{name}': {error}") from None
            settings = {key: value for layer in layers for key, value in layer.model_dump(exclude_none=True).items()}
            try:
                paths = {key: _from(path, settings[key]) for key in _PATHS if key in settings}
                if parameters.get("PARTS"):  # which is a run's own
                    parameters["PARTS"] = f"{_from(path, parameters['PARTS']).rstrip('/')}/{name}"
            except StoreError as error:
                raise ParameterError(f"{path}, run '{name}': {error}") from None
            yield Job(name, paths["corpus"], tuple(_arguments(paths, settings.get("quotations"), parameters)))


def _check(parameters: Mapping[str, Any], declared: Mapping[str, Parameter]) -> None:
    for name, key in _OWN_KEYS.items():
        if name in parameters:
            raise ParameterError(f"{name} is given with the key '{key}', not among the parameters.")
    if "RUN_DIR" in parameters:
        raise ParameterError("The folder of a run is its name below 'out', not the parameter RUN_DIR.")
    check_parameters(parameters, declared)


def _arguments(paths: Mapping[str, str], quotations: str | None, parameters: Mapping[str, Any]) -> Iterator[str]:
    """The arguments, the corpus last."""
    for key, value in paths.items():
        if key != "corpus":
            yield from (f"--{key}", value)
    if quotations is not None:
        yield from ("--quotations", quotations)
    for name, value in parameters.items():
        yield from ("-p", name, value if isinstance(value, str) else json.dumps(value))
    yield from ("--", paths["corpus"])


def _from(path: Path, value: str) -> str:
    """A path from where the file lies; the address of a store as it is."""
    value = plain_address(value) if is_address(value) else value
    return value if is_address(value) else str(path.absolute().parent.joinpath(Path(value).expanduser()))
