"""Statements from the databases of Discourse Network Analyzer, versions 2 and 3.

Both hold documents, statements with offsets, and one table for each type of variable. In version 2 a short text is a
text and a date a number of milliseconds; in version 3 a short text is an entity and a date a number of seconds. Later
ones of version 3 put roles between statements and variables, and may give a role several values.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from helpers import tables
from helpers.coded.actors import make_actors
from helpers.coded.database import Database, opened
from helpers.coded.dna_documents import DnaDocument, read_documents
from helpers.coded.roles import ORGANISATIONS, PERSONS, Coded, names_by_role
from helpers.errors import TableSchemaError

_NEEDED = ("DOCUMENTS", "STATEMENTS", "VARIABLES", "DATASHORTTEXT")

type _Values = Mapping[Any, list[Any]]


class _Variables(NamedTuple):
    """The values of each variable (by its name in lower case) by statement."""

    texts: Mapping[str, _Values]
    numbers: Mapping[str, _Values]

    def of_role(self, role: str) -> Mapping[str, _Values]:
        return self.numbers if role == "agreement" else self.texts


def read_dna(path: Path, *, variables: Mapping[str, str], actor_level: str | None) -> Coded:
    """Read the statements of a DNA database with their documents.

    Args:
        path: An SQLite file of DNA 2 or 3.
        variables: Names of the variables for actor, issue and agreement, where they are not the usual ones.
        actor_level: `person` or `organisation`; None for organisations, else persons.

    Returns:
        Statements without an actor, an issue or an agreement are left out, as DNA does, and counted.

    Raises:
        TableSchemaError: If it is no such database, is broken, or lacks a variable; it names those that there are.
        ParameterError: If the actor level is unknown.
    """
    wanted = names_by_role(variables, actor_level)
    with opened(path) as database:
        missing = [name for name in _NEEDED if name not in database.names]
        if missing:
            raise TableSchemaError(
                f"The database {path} is not one of Discourse Network Analyzer 2 or 3: it lacks {', '.join(missing)}."
            )
        variables_there = _read_values(database)
        chosen = {role: _choose(role, names, variables_there.of_role(role), path) for role, names in wanted.items()}
        documents = read_documents(database, path)
        found = database.rows("STATEMENTS", ("id", "documentid", "start", "stop"))
        rows, left_out = _statement_rows(found, chosen, documents, path)
    if not rows:
        reasons = ", ".join(f"{number} {reason}" for reason, number in left_out.items()) or "it has none at all"
        raise TableSchemaError(
            f"The database {path} holds no complete statement ({reasons}); choose other variables with --variables "
            "or --actor-level."
        )
    statements = tables.STATEMENTS.table(sorted(rows, key=lambda row: str(row["statement_id"])))
    kind = actor_level or _kind(chosen["actor"], variables_there.texts)
    organisations = next((variables_there.texts[name] for name in ORGANISATIONS if name in variables_there.texts), {})
    spoken_for = [
        (str(row["actor_id"]), str(organisation))
        for row in (rows if kind == "person" else [])
        for organisation in organisations.get(row["dna_id"], [])
    ]
    return Coded(
        statements,
        make_actors(statements, kind, spoken_for),
        tables.DOCUMENTS.table(document.row for document in documents.values()),
        left_out,
    )


def _kind(chosen: _Values, texts: Mapping[str, _Values]) -> str:
    """What kind of actor the chosen variable holds, as far as its name says."""
    for kind, names in (("person", PERSONS), ("organisation", ORGANISATIONS)):
        if any(texts.get(name) is chosen for name in names):
            return kind
    return "group"


def _read_values(database: Database) -> _Variables:
    names = _variable_names(database)
    entities = {
        row["id"]: row["value"]
        for table in ("ENTITIES", "ATTRIBUTES")
        if table in database.names
        for row in database.rows(table, ("id", "value"))
    }
    texts: dict[str, dict[Any, list[Any]]] = {}
    numbers: dict[str, dict[Any, list[Any]]] = {}
    for table, found in (("DATASHORTTEXT", texts), ("DATABOOLEAN", numbers), ("DATAINTEGER", numbers)):
        for link, statement, given in _iter_values(database, table):
            if table == "DATASHORTTEXT":
                value = entities.get(given) if isinstance(given, int) else given
                usable = value is not None and str(value).strip() != ""
            else:
                usable = isinstance(given, int)
                value = (1 if given else -1) if table == "DATABOOLEAN" else given
            for name in names.get(link, ()):
                of_variable = found.setdefault(name, {})
                if usable:
                    of_variable.setdefault(statement, []).append(value)
    return _Variables(texts, {name: _scaled(of_statement) for name, of_statement in numbers.items()})


def _iter_values(database: Database, table: str) -> Iterator[tuple[Any, Any, Any]]:
    """Variable (or its link to a role), statement and value (or entity) of each row."""
    if table in database.names:
        for row in database.rows(table, ("statementid", "variableid", "rolevariablelinkid", "value", "entity")):
            link = row["variableid"] if row["rolevariablelinkid"] is None else row["rolevariablelinkid"]
            yield link, row["statementid"], row["value"] if row["entity"] is None else row["entity"]


def _variable_names(database: Database) -> dict[Any, tuple[str, ...]]:
    """What values refer to, and its names in lower case: a variable's, or those of a variable and its role."""
    variables = {row["id"]: str(row["variable"]).lower() for row in database.rows("VARIABLES", ("id", "variable"))}
    if not {"ROLEVARIABLELINKS", "ROLES"} <= set(database.names):
        return {identifier: (name,) for identifier, name in variables.items()}
    roles = {row["id"]: str(row["rolename"]).lower() for row in database.rows("ROLES", ("id", "rolename"))}
    links = database.rows("ROLEVARIABLELINKS", ("id", "roleid", "variableid"))
    return {
        link["id"]: tuple(dict.fromkeys((roles.get(link["roleid"], ""), variables.get(link["variableid"], ""))))
        for link in links
    }


def _scaled(numbers: Mapping[Any, list[int]]) -> _Values:
    """Divided by the largest, where that is beyond 1: -2 … 2 is read as -1 … 1."""
    largest = max((abs(value) for values in numbers.values() for value in values), default=0)
    return {statement: [value / max(largest, 1) for value in values] for statement, values in numbers.items()}


def _choose(role: str, names: tuple[str, ...], there: Mapping[str, _Values], path: Path) -> _Values:
    """The values of the first of the names that is a variable; for an agreement, of the only one that is a number."""
    for name in map(str.lower, names):
        if name in there:
            return there[name]
    if role == "agreement" and len(names) > 1 and len(there) == 1:
        return next(iter(there.values()))
    raise TableSchemaError(
        f"The database {path} has no variable for the {role} ({', '.join(names)}); it has "
        f"{', '.join(sorted(there)) or 'none of that kind'}. Name one with --variables {role}=NAME."
    )


def _statement_rows(
    found: Iterable[Mapping[str, Any]],
    values: Mapping[str, _Values],
    documents: Mapping[Any, DnaDocument],
    path: Path,
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """One row for each combination of values; and how many statements lack which of them."""
    rows: list[dict[str, Any]] = []
    left_out: Counter[str] = Counter()
    for statement in found:
        given = {role: of.get(statement["id"], []) for role, of in values.items()}
        lacking = [role for role, some in given.items() if not some]
        if lacking:
            left_out[f"without {' and '.join(lacking)}"] += 1
            continue
        combinations = list(product(given["actor"], given["issue"], given["agreement"]))
        for number, (actor, issue, agreement) in enumerate(combinations, 1):
            rows.append(
                {
                    "dna_id": statement["id"],
                    "statement_id": str(statement["id"]) + (f".{number}" if len(combinations) > 1 else ""),
                    "document_id": str(statement["documentid"]),
                    "actor_id": str(actor),
                    "issue_id": str(issue),
                    "target_ids": [],
                    "agreement": float(agreement),
                    "confidence": 1.0,
                    "rationale": f"coded in {path.name}",
                    "flags": ["coded"],
                    **_evidence(statement, documents.get(statement["documentid"])),
                }
            )
    return rows, dict(sorted(left_out.items()))


def _evidence(statement: Mapping[str, Any], document: DnaDocument | None) -> dict[str, Any]:
    """The marked words, where the document has them."""
    start, stop = statement["start"], statement["stop"]
    if document is None or not (isinstance(start, int) and isinstance(stop, int)):
        return {"published": None, "evidence": "", "evidence_start": 0, "evidence_end": 0}
    first, last = document.offset(start), document.offset(max(start, stop))
    return {
        "published": document.row["published"],
        "evidence": document.row["text"][first:last],
        "evidence_start": first,
        "evidence_end": last,
    }
