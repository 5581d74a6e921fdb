"""Databases as Discourse Network Analyzer makes them, with invented content, in its three layouts."""

import sqlite3
from pathlib import Path

import pytest

TEXT_1 = "The harbour plan divides the town.\r\nMayor Ada Lund said: “We will build it.” Ole Brandt said no.\r\n"
TEXT_2 = "😀 Second day.\nOle Brandt repeated that the harbour must not grow. The union had no view."
# (statement id, document, words, person, organization, concept, agreement)
STATEMENTS = [
    (1, 1, "We will build it.", "Ada Lund", "Town Council", "Build the harbour", 1),
    (2, 1, "Ole Brandt said no.", "Ole Brandt", "Fishers", "Build the harbour", 0),
    (3, 2, "the harbour must not grow", "Ole Brandt", "Fishers", "Build the harbour", 0),
    (4, 2, "The union had no view.", "", "Union", "Ask the people", 1),
    (5, 2, "Second day.", "Ada Lund", "", "Ask the people", 1),
]
VARIABLES = {1: ("person", "short text"), 2: ("organization", "short text"), 3: ("concept", "short text"),
             4: ("agreement", "boolean")}  # fmt: skip
SECONDS = {1: 1_710_201_600, 2: 1_710_288_000}  # midnights (UTC) of 12 and 13 March 2024


def java_offsets(text: str, words: str) -> tuple[int, int]:
    """Where words stand, in UTF-16 units."""

    def units(piece: str) -> int:
        return len(piece.encode("utf-16-le")) // 2

    start = text.index(words)
    return units(text[:start]), units(text[: start + len(words)])


def make_dna2(path: Path, *, hours_east: int = 0) -> Path:
    """Version 2: texts in the tables of data, dates in milliseconds, midnights of the coder's time zone."""
    dates = {number: (second - hours_east * 3600) * 1000 for number, second in SECONDS.items()}
    connection = _started(path, dates)
    with connection:
        connection.executescript(
            """CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT, DataType TEXT,
                 StatementTypeId INTEGER, UNIQUE (Variable, StatementTypeId));
               CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
                 VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value INTEGER, UNIQUE (StatementId, VariableId));
               CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
                 VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value TEXT, UNIQUE (StatementId, VariableId));"""
        )
        connection.executemany("INSERT INTO VARIABLES VALUES (?, ?, ?, 1)", [(n, *v) for n, v in VARIABLES.items()])
        for statement, variable, value in _values():
            table = "DATABOOLEAN" if variable == 4 else "DATASHORTTEXT"
            connection.execute(
                f"INSERT INTO {table}(StatementId, VariableId, StatementTypeId, Value) VALUES (?, ?, 1, ?)",
                (statement, variable, value),
            )
    connection.close()
    return path


def make_dna3(path: Path, *, roles: bool = False) -> Path:
    """Version 3: texts as entities, dates in seconds; later ones with roles between statements and variables."""
    link = "RoleVariableLinkId" if roles else "VariableId"
    of_type = "" if roles else ", StatementTypeId INTEGER"
    connection = _started(path, SECONDS)
    with connection:
        connection.executescript(
            f"""CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT NOT NULL, DataType TEXT{of_type});
                CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL,
                  Value TEXT NOT NULL DEFAULT '', ChildOf INTEGER, UNIQUE (VariableId, Value));
                CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
                  {link} INTEGER NOT NULL, Value INTEGER NOT NULL DEFAULT 1);
                CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
                  {link} INTEGER NOT NULL, Entity INTEGER NOT NULL);"""
        )
        rows = [(n, *v) if roles else (n, *v, 1) for n, v in VARIABLES.items()]
        connection.executemany(f"INSERT INTO VARIABLES VALUES ({', '.join('?' * len(rows[0]))})", rows)
        if roles:
            connection.executescript(
                """CREATE TABLE ROLES(ID INTEGER NOT NULL PRIMARY KEY, RoleName TEXT NOT NULL, StatementTypeId INTEGER);
                   CREATE TABLE ROLEVARIABLELINKS(ID INTEGER NOT NULL PRIMARY KEY, RoleId INTEGER, VariableId INTEGER);
                   INSERT INTO ROLES VALUES (1, 'speaker', 1), (2, 'sender', 1), (3, 'claim', 1), (4, 'qualifier', 1);
                   INSERT INTO ROLEVARIABLELINKS VALUES (101, 1, 1), (102, 2, 2), (103, 3, 3), (104, 4, 4);"""
            )
        entities = sorted({(variable, value) for _, variable, value in _values() if variable != 4})
        numbers = {entity: number for number, entity in enumerate(entities, 1)}
        connection.executemany(
            "INSERT INTO ENTITIES(ID, VariableId, Value) VALUES (?, ?, ?)", [(n, *e) for e, n in numbers.items()]
        )
        for statement, variable, value in _values():
            table, column = ("DATABOOLEAN", "Value") if variable == 4 else ("DATASHORTTEXT", "Entity")
            connection.execute(
                f"INSERT INTO {table}(StatementId, {link}, {column}) VALUES (?, ?, ?)",
                (statement, variable + 100 * roles, value if variable == 4 else numbers[variable, value]),
            )
    connection.close()
    return path


def _started(path: Path, dates: dict[int, int]) -> sqlite3.Connection:
    """What all versions share."""
    connection = sqlite3.connect(path)
    connection.executescript(
        """CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT,
             Source TEXT, Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
           CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT);
           INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement');
           CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER,
             Start INTEGER, Stop INTEGER, Coder INTEGER);"""
    )
    texts = {1: TEXT_1, 2: TEXT_2}
    for number, text in texts.items():
        connection.execute(
            "INSERT INTO DOCUMENTS VALUES (?, ?, ?, 1, 'A. Writer', 'Harbour News', '', '', '', ?)",
            (number, f"Harbour, day {number}", text, dates[number]),
        )
    for number, document, words, *_ in STATEMENTS:
        connection.execute(
            "INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)",
            (number, document, *java_offsets(texts[document], words)),
        )
    return connection


def _values() -> list[tuple[int, int, object]]:
    return [
        (number, variable, value) for number, _, _, *values in STATEMENTS for variable, value in enumerate(values, 1)
    ]


@pytest.fixture
def dna2(tmp_path):
    """A database of version 2; `hours_east` is the coder's time zone."""
    return lambda hours_east=0: make_dna2(tmp_path / "two.dna", hours_east=hours_east)


@pytest.fixture(params=["dna2", "dna3", "dna3_with_roles"])
def database(request, tmp_path):
    """The same statements in each layout."""
    path = tmp_path / f"{request.param}.dna"
    return make_dna2(path) if request.param == "dna2" else make_dna3(path, roles=request.param == "dna3_with_roles")


@pytest.fixture
def change(tmp_path):
    """A database of version 3 after some SQL."""

    def changed(sql: str, *, roles: bool = False) -> Path:
        path = make_dna3(tmp_path / "changed.dna", roles=roles)
        connection = sqlite3.connect(path)
        connection.executescript(sql)
        connection.close()
        return path

    return changed
