"""What the options of `standpoints run` and `extract` mean: parameters of notebooks, and files that can be used."""

import os
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from helpers.errors import CorpusError, ParameterError
from helpers.resources import REFERENCE, SAMPLE
from helpers.stores import is_address, plain_address


def choose_parameters(corpus: str | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters given on the command line, later and more special ones winning.

    Args:
        corpus: The corpus, if one is given.
        options: Values of the options of `run` and `extract`, by name.

    Returns:
        Values by parameter; paths among them are absolute, as notebooks run in a folder of their own.

    Raises:
        ParameterError: For an unknown parameter, or a value that it cannot have.
        CorpusError: If the corpus has no name.
        StoreError: If an address holds what may not be shown.
    """
    values: dict[str, Any] = {}
    if options["params"] is not None or options["assignments"]:
        from helpers.notebooks import declared_parameters  # imports for a second
        from helpers.parameters import check_parameters, load_parameters, parse_value

        declared = declared_parameters()
        if options["params"] is not None:
            values |= load_parameters(options["params"])
            check_parameters(values, declared)
        for name, text in options["assignments"]:
            values[name] = parse_value(name, text, declared)
    if "RUN_DIR" in values:
        raise ParameterError("The run folder is given with --out, not with the parameter RUN_DIR.")
    values |= {
        name: value
        for name, value in (
            ("CORPUS", corpus),
            ("COLUMNS", list(options["columns"])),
            ("ISSUES", options["issues"]),
            ("ACTORS", options["actors"]),
            ("CORRECTIONS", options["corrections"]),
            ("QUOTATIONS", options["quotations"]),
            ("WORKERS", options["workers"]),
            ("SCHEDULER", options["scheduler"]),
            ("GPU", options["gpu"]),
        )
        if value not in (None, [])
    }
    given = str(values.get("CORPUS", SAMPLE))
    if not given.strip():
        raise CorpusError("The corpus has no name. Give a folder, file or glob of articles, or nothing for the sample.")
    if options["scheduler"] is not None and not options["scheduler"].strip():
        raise ParameterError("The scheduler has no address. Give one, or `local`, or leave --scheduler out.")
    values["CORPUS"] = _absolute(given)
    is_sample = Path(values["CORPUS"]) == SAMPLE
    for name, own in (("ISSUES", REFERENCE / "issues.yaml"), ("ACTORS", REFERENCE / "sample_actors.yaml")):
        given = str(values.get(name, own if is_sample else ""))
        values[name] = _absolute(given) if given else ""
    for name in ("CORRECTIONS", "PARTS"):
        given = str(values.get(name, "")).strip()
        values[name] = _absolute(given) if given else ""
    return values


def _absolute(path: str) -> str:
    """Notebooks run in their own folder, so that a path must not depend on where the command was given.

    Addresses of stores stay; they must not hold what may not be shown or kept.
    """
    if is_address(path):
        path = plain_address(path)
        if is_address(path):
            return path
    absolute = Path(path).expanduser().absolute()
    return str(absolute if _is_glob(path) else absolute.resolve())


def _is_glob(path: str) -> bool:
    return any(mark in path for mark in "*?[") and not os.path.exists(path)


def check_inputs(values: Mapping[str, Any]) -> None:
    """Look at corpus and catalogues before anything is done.

    Args:
        values: As `choose_parameters` gives them.

    Raises:
        HelpersError: If one of them cannot be used.
    """
    from helpers.actors import load_catalogue
    from helpers.corpus import check_columns, find_items, parse_columns
    from helpers.corrections import load_corrections
    from helpers.places import places_at
    from helpers.statements import load_issues

    corpus = values["CORPUS"]
    if not (
        is_address(corpus) or _is_glob(corpus) or os.path.exists(corpus)
    ):  # also for what no path can be, too long a name
        raise CorpusError(f"There is no corpus at {corpus}. Give a folder, a file or a glob of articles.")
    if _lies_in(corpus, values["PARTS"]):
        raise ParameterError(f"PARTS ({values['PARTS']}) lies in the corpus; its files would become articles.")
    if values["PARTS"]:
        places_at(values["PARTS"]).rows.sizes()  # which a store may refuse
    check_columns(find_items(corpus), parse_columns(values.get("COLUMNS", [])))
    if values["ISSUES"]:
        load_issues(Path(values["ISSUES"]))
    if values["ACTORS"]:
        load_catalogue(Path(values["ACTORS"]))
    load_corrections(values["CORRECTIONS"])


def _lies_in(corpus: str, parts: str) -> bool:
    """Whether parts that are kept at an address, or in a folder, would be found as files of the corpus."""
    kept = [parts, f"{parts}/parts/0.json", f"{parts}/parts/0.mentions.parquet"] if parts else []
    return any(f"{path}/".startswith(f"{corpus.rstrip('/')}/") or fnmatchcase(path, corpus) for path in kept)


def catalogues(values: Mapping[str, Any]) -> dict[str, list[Path]]:
    """The catalogues, whose content decides whether earlier results are still current."""
    return {name: [Path(values[name])] for name in ("ISSUES", "ACTORS") if values[name]}


def run_name(corpus: str) -> str:
    """A folder name from the corpus' own name, e.g. `sample` for data/sample."""
    path = Path(corpus)
    name = path.parent.name if _is_glob(corpus) else path.name.split(".")[0]
    return re.sub(r"[^\w.-]+", "_", name).strip("._") or "corpus"
