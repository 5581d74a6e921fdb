"""Arguments of what reads other files, or writes any: catalogues, coded statements, annotations, run folders."""

import json
import sqlite3
from pathlib import Path

from hypothesis import strategies as st
from tests.properties.contents import BYTES, CSV, JSON_TEXTS, SPANS, YAML
from tests.properties.drawing import below, chosen, drawn, file, run_folder
from tests.properties.from_corpora import corpus
from tests.properties.texts import RAW_TEXTS, TEXTS
from tests.properties.world import Fresh, World

from helpers.coded.database import Database
from helpers.scoring.gold import COLUMNS

BRAT = (
    "T1\tContent 0 3\tabc",
    "T2\tSource 4 9;1 2\tx",
    "E1\tContent:T1 Source:T2",
    "E2\t",
    "T9",
    "E3\tContent:T7",
    "A\tB",
)


def gold(world: World) -> Fresh:
    """A folder of annotations: rows with all columns and any values, or files of anything."""
    rows = {name: st.fixed_dictionaries({c: _gold_value(c) for c in columns}) for name, columns in COLUMNS.items()}
    kinds = {name: st.lists(row, max_size=2).map(_lines) | JSON_TEXTS for name, row in rows.items()}
    files = {f"{name}.jsonl": world.draw(kinds[name]) for name in COLUMNS}
    brat = world.draw(st.booleans())
    annotation = world.draw(st.lists(st.sampled_from(BRAT), max_size=4).map("\n".join))

    def make(folder: Path) -> Path:
        root = folder / "gold"
        if brat:
            (root / "text").mkdir(parents=True, exist_ok=True)
            (root / "attributions").mkdir(exist_ok=True)
            (root / "text" / "d1.txt").write_text("Norland rejects", encoding="utf-8")
            (root / "attributions" / "d1.ann").write_text(annotation, encoding="utf-8")
        root.mkdir(exist_ok=True)
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8")
        return root

    return Fresh(make)


def _gold_value(column: str) -> st.SearchStrategy:
    if column == "document_id":
        return st.sampled_from(("d0", "d1", "d2", "made"))
    if column.endswith("spans"):
        return SPANS
    if column.endswith(("start", "end")):
        return st.none() | st.integers(0, 20)
    return st.none() | TEXTS | st.integers(-1, 1)


def _lines(rows: list[dict]) -> str:
    return "\n".join(json.dumps(each) for each in rows)


def dna(world: World) -> Fresh:
    """An SQLite file with tables as DNA has them, of any values."""
    value = st.none() | TEXTS | st.integers(-3, 10**13)
    rows = world.draw(
        st.lists(st.tuples(st.integers(1, 3), value, value, value, value, value), max_size=3, unique_by=lambda r: r[0])
    )
    data = world.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), value), max_size=6))

    def make(folder: Path) -> Path:
        path = folder / "a.dna"
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as connection:
            connection.executescript(
                """CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title, Text, Author, Source, Date);
                   CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, DocumentId, StatementTypeId, Start, Stop, Coder);
                   CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label);
                   INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement');
                   CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable, DataType, StatementTypeId);
                   INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
                       (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1);
                   CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId, VariableId, StatementTypeId, Value);
                   CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId, VariableId, StatementTypeId, Value);
                   INSERT INTO STATEMENTS VALUES (1, 1, 1, 0, 3, 1), (2, 2, 1, 5, 2, 1), (3, 9, 1, NULL, 'x', 1)"""
            )
            connection.executemany("INSERT INTO DOCUMENTS VALUES (?, ?, ?, ?, ?, ?)", rows)
            for statement, variable, each in data:
                name = "DATABOOLEAN" if variable == 4 else "DATASHORTTEXT"
                connection.execute(
                    f"INSERT INTO {name}(StatementId, VariableId, StatementTypeId, Value) VALUES (?, ?, 1, ?)",
                    (statement, variable, each),
                )
        connection.close()
        return path

    return Fresh(make)


def documents_of_dna(world: World) -> dict:
    value = st.none() | TEXTS | st.integers(-(10**15), 10**15) | st.floats()
    rows = world.draw(st.lists(st.tuples(st.integers(1, 3), value, value, value, value, value), max_size=3))

    def make(_: Path) -> Database:
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE DOCUMENTS(id, title, text, author, source, date)")
        connection.executemany("INSERT INTO DOCUMENTS VALUES (?, ?, ?, ?, ?, ?)", rows)
        return Database(connection, {"DOCUMENTS": ("DOCUMENTS", ("id", "title", "text", "author", "source", "date"))})

    return {"database": Fresh(make), "path": Path("a.dna")}


def _as_text(made: Fresh) -> Fresh:
    """A path as it is given on the command line."""
    return Fresh(lambda folder: str(made.make(folder)))


def commands(world: World) -> Fresh:
    """A command line with files of anything, or no command at all."""
    table = world.draw(st.sampled_from((dna, file("a.csv", CSV))))(world)
    made = [
        Fresh(lambda folder: ["compare", str(table.make(folder)), "--out", str(folder / "run")]),
        Fresh(lambda folder: ["precision", str(table.make(folder))]),
        Fresh(lambda folder: ["review", str(run.make(folder)), "--out", str(folder / "review.csv")]),
        Fresh(lambda folder: ["score", str(annotated.make(folder)), str(run.make(folder))]),
    ]
    run, annotated = world.run_folder(), gold(world)
    words = world.draw(st.lists(TEXTS.filter(lambda text: text not in ("run", "")), max_size=3))
    return world.draw(st.sampled_from((*made, Fresh(lambda _: words))))


FILES = {
    "run_dir: Path": run_folder,
    "path: Path": below("new", "a.txt"),
    "folder: Path": below("new"),
    "user_file: Path | None": file("actors.yaml", YAML),
    "given: Path | None": lambda world: None,
    "but: Path | None": lambda world: None,
    "model: Path | None": lambda world: None,
    "split: str": chosen("all", "dev", "x"),
    "actors.entries.read_entries(path)": file("actors.yaml", YAML),
    "coded.compare.read_coded_statements(path)": lambda world: world.draw(st.sampled_from((dna, file("a.csv", CSV))))(
        world
    ),
    "coded.compare.compare_coded_statements(path)": lambda world: world.draw(
        st.sampled_from((dna, file("a.csv", CSV)))
    )(world),
    "coded.compare.compare_coded_statements(run_dir)": below("run"),
    "coded.database.is_sqlite(path)": file("a.dna", BYTES),
    "coded.database.opened(path)": lambda world: world.draw(st.sampled_from((dna, file("a.dna", BYTES))))(world),
    "coded.dna.read_dna(path)": lambda world: world.draw(st.sampled_from((dna, file("a.dna", BYTES))))(world),
    "coded.dna_documents.read_documents": documents_of_dna,
    "coded.tabular.read_tabular(path)": file("a.csv", CSV),
    "corrections.given.load_corrections(path)": file("corrections.csv", CSV),
    "corrections.precision.read_checked(path)": file("review.csv", CSV),
    "corrections.precision.report_precision(path)": file("review.csv", CSV),
    "corrections.reading.read_corrections(path)": file("corrections.csv", CSV),
    "corrections.reading.read_rows(path)": file("corrections.csv", CSV),
    "corrections.review.write_review(path)": below("review.csv"),
    "corrections.rules.parse_column(table)": chosen("documents", "mentions", "quotations", "statements"),
    "corrections.rules.parse_value": lambda world: dict(
        zip(
            ("table", "column", "text", "place"),
            (
                *world.draw(
                    st.sampled_from(
                        (
                            ("documents", "published"),
                            ("documents", "title"),
                            ("statements", "agreement"),
                            ("statements", "add"),
                            ("statements", "remove"),
                            ("quotations", "kind"),
                            ("mentions", "actor_id"),
                            ("statements", "target_ids"),
                        )
                    )
                ),
                world.draw(RAW_TEXTS | st.sampled_from(("nan", "1e999", "²", "x ²", "2024-W01", "٣"))),
                "here",
            ),
            strict=True,
        )
    ),
    "explorer.aliases.save_alias(path)": file("actors.yaml", YAML),
    "explorer.aliases.save_alias(kind)": chosen("person", "state", "x"),
    "explorer.aliases.save_alias(actor_id)": chosen("x", "RUS", "", "a b"),
    "explorer.correcting.save_correction(path)": file("corrections.csv", CSV),
    "explorer.folders.find_run": lambda world: {
        "given": world.draw(st.sampled_from(("", "x", "run"))),
        "start": world.run_folder(),
    },
    "explorer.folders.list_runs(start)": run_folder,
    "explorer.opened.open_run(folder)": run_folder,
    "files.remove_folder(folder)": run_folder,
    "files.clear_unfinished(folder)": run_folder,
    "files.write_text(text)": drawn(TEXTS),
    "parameters.load_parameters(path)": file("parameters.yaml", YAML),
    "parses.iter_parses(only)": lambda world: world.maybe(lambda: frozenset(world.run.document_ids[:1])),
    "plain_yaml.read_text(path)": file("a.yaml", YAML | BYTES),
    "runs.table_path(run_dir)": below("run"),
    "notebooks.executed_path(run_dir)": below("run"),
    "cli.main(arguments)": commands,
    "stages.load_corpus(CORPUS)": lambda world: _as_text(corpus(world)),
    "stages.load_corpus(COLUMNS)": lambda world: [],
    "CORRECTIONS: str": lambda world: _as_text(file("corrections.csv", CSV)(world)),
    "ACTORS: str": lambda world: _as_text(file("actors.yaml", YAML)(world)),
    "ISSUES: str": lambda world: _as_text(file("issues.yaml", YAML)(world)),
    "stages.run_stage": lambda world: {
        "run_dir": world.run_folder(),
        "name": world.draw(st.sampled_from(("02_extract_entities_and_quotes", "03_compare_positions"))),
        "parameters": {
            "QUOTATIONS": "rules",
            "ACTORS": "",
            "ISSUES": "",
            "CORRECTIONS": "",
            "WORKERS": 1,
            "SCHEDULER": "",
            "SECOND_OPINION": False,
        },
    },
    "runs.fingerprint(parts)": lambda world: [world.draw(RAW_TEXTS), "x"],
    "scoring.gold.is_brat(folder)": gold,
    "scoring.gold.read_gold(folder)": gold,
    "scoring.matching.match": lambda world: {
        "gold": world.draw(st.lists(st.integers(0, 5), max_size=3)),
        "run": world.draw(st.lists(st.integers(0, 5), max_size=3)),
        "fit": lambda one, other: (float(one),) if one == other else None,
    },
    "scoring.matching.shares_word(text)": drawn(TEXTS.map(lambda text: text + "x" * 40)),
    "scoring.scores.score_run(gold_dir)": gold,
    "sentiment.model.load_sentiment_model(folder)": below("nothing"),
    "series.spec.load_series(path)": file("series.yaml", YAML),
    "statements.issues.load_issues(path)": file("issues.yaml", YAML),
    "statements.lexicon.load_stance_words(path)": file("stance.yaml", YAML),
    "statements.run_folder.prepare_issues(path)": lambda world: world.maybe(lambda: file("issues.yaml", YAML)(world)),
}
