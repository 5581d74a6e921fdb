"""Arguments of what reads tables: charts, the report, exports, comparison, corrections, the explorer."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
from hypothesis import strategies as st
from tests.properties.drawing import Make, attribute, below, chosen, drawn, row, run_folder, several, table
from tests.properties.from_parts import cut
from tests.properties.tables import ACTOR_IDS, DAYS
from tests.properties.texts import NAMES, RAW_TEXTS, TEXTS
from tests.properties.world import Fresh, World

from helpers import charts, tables
from helpers.charts import palette
from helpers.charts.quoting import surest_quotes
from helpers.comparison.camps import draw_starts
from helpers.comparison.counts import count_statements, locate_statements
from helpers.comparison.duplicates import DUPLICATE_RULES
from helpers.comparison.networks import NORMALIZATIONS, ActorNetworks, measure_actors
from helpers.comparison.positions import score_positions
from helpers.comparison.principles import AboutObject
from helpers.comparison.windows import WINDOW_UNITS
from helpers.corrections import Corrections
from helpers.corrections.precision import Checked
from helpers.corrections.reading import Correction
from helpers.corrections.rules import ADD, TABLES, parse_column, parse_value
from helpers.errors import HelpersError
from helpers.explorer.correcting import Wish
from helpers.explorer.utterances import Selection, gather_utterances

# Tables that no function takes under their own names.
NO_ARGUMENTS = ("actor_issues", "alias_suggestions", "issue_suggestions", "window_networks")
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def column(world: World) -> dict:
    """A column of the quotations, in which all types are, and what it may hold."""
    schema = tables.QUOTATIONS
    rows = schema.from_pandas(world.run.table("quotations"))
    chosen_one = world.draw(st.sampled_from(schema.columns))
    return {"array": rows.column(chosen_one.name), "column": chosen_one}


def optional(name: str) -> Make:
    """A table of the run, or none."""
    return lambda world: world.maybe(lambda: world.run.table(name))


def any_table(world: World) -> pd.DataFrame:
    return world.run.table(world.draw(st.sampled_from(sorted(tables.SCHEMAS))))


def row_of_positions(world: World) -> dict:
    return world.one_of(world.run.table("positions").to_dict("records"))


def ids(world: World) -> list[str]:
    return [row["actor_id"] for row in world.run.rows("actors")]


def figures(world: World) -> dict[str, go.Figure]:
    """Some charts, one under a name that is no file's."""
    made = charts.plot_all(world.run.all(), world.labels)
    return {"x y": made["positions"], "corpus": made["corpus"]} if {"positions", "corpus"} <= made.keys() else made


def figure(world: World) -> go.Figure:
    return world.draw(st.sampled_from(sorted(figures(world).items())))[1]


def manifest(world: World) -> dict[str, Any]:
    """What run.json may say: numbers and texts of any kind."""
    texts = st.dictionaries(TEXTS, TEXTS, max_size=2)
    return {"title": world.draw(TEXTS), "counts": world.draw(st.dictionaries(TEXTS, st.integers(), max_size=2)),
            "versions": world.draw(texts)}  # fmt: skip


def about_objects(world: World) -> list[AboutObject]:
    return [AboutObject("ban_a", "<planted>", "norland"), AboutObject("ban_b", "<planted>", "estavia")]


def corrections(world: World) -> Corrections:
    """Corrections of rows that are there, and of others, whose values are allowed."""
    rows = []
    for _ in range(world.draw(st.integers(0, 3))):
        name = world.draw(st.sampled_from(TABLES))
        key = tables.SCHEMAS[name].key[0]
        target = world.draw(st.sampled_from(("x", *(each[key] for each in world.run.rows(name)))))
        columns = ("published", "outlet", "title", "actor_id", "speaker_id", "kind", "agreement", "issue_id", ADD,
                   "target_ids", "")  # fmt: skip
        values = (
            "right",
            "remove",
            "none",
            "2024-03-12",
            "1",
            "-1",
            "norland",
            "bridge",
            "tax -1",
            "mixed",
            "<planted>",
            "=1",
        )
        column, value = world.draw(st.sampled_from(columns)), world.draw(st.sampled_from(values))
        try:
            column = parse_column(name, column, value, "here")
            parsed = parse_value(name, column, value, "here")
        except HelpersError:
            continue
        seen = {"table": name, "id": target, "column": column, "value": value}
        if not any((c.table, c.id) == (name, target) for c in rows):
            rows.append(Correction(len(rows) + 2, name, target, column, parsed, "", seen))
    return Corrections(rows)


def correction(world: World) -> Correction:
    value = world.draw(st.sampled_from(("norland", "x", "<planted>")))
    return Correction(2, "mentions", "m", "actor_id", value, "", {})


def known_ids(world: World) -> frozenset[str]:
    return frozenset((*ids(world), *world.draw(st.frozensets(st.sampled_from(ACTOR_IDS)))))


def known_issues(world: World) -> frozenset[str]:
    return frozenset(world.issues.ids)


def compared(world: World) -> dict:
    return {
        "positions": world.run.table("positions"), "actor_pairs": world.run.table("actor_pairs"),
        "statements": world.run.table("statements"), "names": world.names, "most": 2,
    }  # fmt: skip


def utterances(world: World) -> pd.DataFrame:
    return gather_utterances(world.run.all())


def selection(world: World) -> Selection:
    days = st.none() | DAYS
    wishes = [st.none() | st.sampled_from(ACTOR_IDS), st.none() | world.run.issue_ids, st.none() | TEXTS, days, days]
    return Selection(*map(world.draw, wishes), world.draw(st.floats(0, 1)), world.draw(TEXTS))


def chosen_rows(world: World) -> dict:
    found = utterances(world)
    keep = [world.draw(st.booleans()) for _ in range(len(found))]
    return {"utterances": found, "rows": found.index[keep], "limit": world.draw(st.integers(0, 4))}


def wish(world: World) -> Wish:
    made = [
        st.sampled_from((*TABLES, "x")),
        TEXTS,
        st.sampled_from(("actor_id", "agreement", "title", "x")),
        RAW_TEXTS,
        RAW_TEXTS,
    ]
    return Wish(*map(world.draw, made))


def labels_in_a_chart(world: World) -> dict:
    points = world.draw(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400)), max_size=4))
    size = len(points)
    texts = world.draw(st.lists(TEXTS, min_size=size, max_size=size))
    return {"points": points, "texts": texts, "diameters": [9.0] * size, "width": 400.0}


def scores(world: World) -> pd.DataFrame:
    """A table as `score_run` makes it."""
    part = st.sampled_from((None, 0.0, 0.5, 1.0))
    rows = [
        {"table": "quotations", "measure": world.draw(TEXTS), "n_gold": 3, "n_run": 2, "precision": world.draw(part),
         "recall": world.draw(part), "f1": world.draw(part)}
        for _ in range(world.draw(st.integers(1, 3)))
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({name: "float64" for name in ("precision", "recall", "f1")})


def spoken_for(world: World) -> list[tuple[str, str]]:
    actors = [each["actor_id"] for each in world.run.rows("statements")]
    return [(actor, world.draw(st.sampled_from(("union", "x"))) + "_") for actor in actors]


def camp(world: World) -> dict:
    networks = measure_actors(count_statements(world.run.table("statements")))
    n = len(networks.congruence)
    return {"networks": networks, "camp": np.array([i < (n + 1) // 2 for i in range(n)], bool)}


def several_networks(world: World) -> dict:
    n = world.draw(st.integers(2, 18))
    rng = np.random.default_rng(world.draw(st.integers(0, 9)))
    values = rng.integers(1, 5, (world.draw(st.integers(1, 3)), n, n)) * (1 - np.eye(n))
    starts = np.array([draw_starts(n, rng) for _ in values])
    return {"networks": ActorNetworks(*2 * (values + values.swapaxes(1, 2),)), "starts": starts}


def gathered(world: World) -> dict[str, pd.DataFrame | list[pa.Table]]:
    """Some tables of the run, as somebody wants to write them: whole, or bit by bit."""
    names = world.draw(st.lists(st.sampled_from(sorted(tables.SCHEMAS)), max_size=2, unique=True))
    return {name: cut(world, name) if world.draw(st.booleans()) else world.run.table(name) for name in names}


def written_table(world: World) -> Fresh:
    """A table's file."""
    made = world.run.table("positions")

    def make(folder: Path) -> Path:
        tables.write_table(made, folder / "t.parquet", tables.POSITIONS)
        return folder / "t.parquet"

    return Fresh(make)


def article(world: World) -> dict:
    """One document with its rows."""
    (document,) = (d for d in world.run.table("documents").to_dict("records") if d["document_id"] == world.document_id)
    own = {name: world.run.table(name) for name in ("mentions", "quotations", "statements")}
    own = {name: each[each["document_id"] == world.document_id] for name, each in own.items()}
    return {"document": document, **own, "names": world.actor_names, "issues": world.labels,
            "chosen": world.maybe(lambda: world.characters(world.doc.text))}  # fmt: skip


TABLES_OF_RUN = {
    **{f"{name}: pd.DataFrame": table(name) for name in tables.SCHEMAS if name not in NO_ARGUMENTS},
    "documents: pd.DataFrame | None": optional("documents"),
    "statements: pd.DataFrame | None": optional("statements"),
    "pairs: pd.DataFrame": table("actor_pairs"),
    "shifts: pd.DataFrame | None": optional("position_shifts"),
    "suggestions: pd.DataFrame": table("alias_suggestions"),
    "table: pd.DataFrame": any_table,
    "utterances: pd.DataFrame": utterances,
    "found: pd.DataFrame": utterances,
    "scores: pd.DataFrame": scores,
    "Mapping[str, pd.DataFrame]": lambda world: world.run.all(),
    "issues: Mapping[str, str]": attribute("labels"),
    "issues: Mapping[str, str] | None": attribute("labels"),
    "names: Mapping[str, str]": attribute("actor_names"),
    "named: Mapping[str, str]": lambda world: {i: world.draw(TEXTS) for i in world.run.document_ids[:1]},
    "Names": attribute("names"),
    "Iterable[IssueLike]": lambda world: world.issues.issues,
    "Sequence[AboutObject]": about_objects,
    "names: Mapping[str, Sequence[str]] | None": lambda world: world.maybe(
        lambda: {"norland": ["Norland", "the North"]}
    ),
    "Corrections": corrections,
    "corrections.Corrections | None": lambda world: world.maybe(lambda: corrections(world)),
    "Correction": correction,
    "actor_ids: Collection[str]": known_ids,
    "issue_ids: Collection[str]": known_issues,
    "also: Collection[str]": known_ids,
    "known: Collection[str]": known_ids,
    "normalize: str": chosen(*NORMALIZATIONS, "x"),
    "duplicates: str": chosen(*DUPLICATE_RULES, "x"),
    "rule: str": chosen(*DUPLICATE_RULES, "x"),
    "window: str": chosen(*WINDOW_UNITS, "x"),
    "unit: str": chosen(*WINDOW_UNITS, "x"),
    "n_resamples: int": drawn(st.integers(1, 9)),
    "n_shuffles: int": drawn(st.integers(0, 5)),
    "ActorNetworks": lambda world: measure_actors(count_statements(world.run.table("statements"))),
    "Counts": lambda world: count_statements(world.run.table("statements")),
    "np.random.Generator": lambda world: Fresh(lambda _: np.random.default_rng(0)),
    "Coordinates": lambda world: locate_statements(world.run.table("statements")),
    "Mapping[str, go.Figure]": figures,
    "Mapping[str, go.Figure] | None": lambda world: world.maybe(lambda: figures(world)),
    "go.Figure": figure,
    "run: Mapping[str, Any]": manifest,
    "manifest: Mapping[str, Any]": manifest,
    "Selection": selection,
    "Wish": wish,
    "TableSchema": lambda world: tables.POSITIONS,
    "position: Mapping[Any, Any]": row_of_positions,
    "document: Mapping[Any, Any]": row("documents"),
    "statement: Mapping[Any, Any]": row("statements"),
    "Mapping[Place, str]": lambda world: surest_quotes(world.run.table("statements"), world.run.table("documents")),
    "tuple[str, str] | None": lambda world: world.maybe(
        lambda: tuple(sorted(world.draw(st.permutations(ACTOR_IDS))[:2]))
    ),
    "colour: str": drawn(COLOURS),
    "one: str": drawn(COLOURS),
    "other: str": drawn(COLOURS),
    "background: str": drawn(COLOURS),
    "stops: Sequence[str]": lambda world: palette.AGREEMENT_STOPS,
    "Sequence[Checked]": several(
        lambda world: Checked("s", "uncertain", world.draw(st.floats(0, 1)), world.draw(st.booleans()))
    ),
    "tuple[int, int] | None": lambda world: None,
    # Of one function
    "actors.names.is_misspelling(other)": drawn(NAMES),
    "actors.spellings.likeness(other)": drawn(NAMES),
    "actors.suggestions.suggest_aliases(documents)": lambda world: [world.run.table("documents")],
    "actors.rows.iter_values": lambda world: {"table": world.run.table("persons"), "columns": ["name", "actor_id"]},
    "actors.rows.distinct": lambda world: {"table": world.run.table("persons"), "columns": ["name", "role"]},
    "actors.rows.find_last": lambda world: {
        "rows": world.run.table("mentions")[["document_id", "actor_id"]],
        "among": world.run.table("persons")[["document_id", "actor_id"]],
    },
    "actors.rows.with_values": lambda world: {
        "column": world.run.table("actors")["affiliation"],
        "places": [0],
        "values": world.draw(TEXTS),
    },
    "actors.rows.renamed": lambda world: {
        "column": world.run.table("actors")["affiliation"],
        "names": {ACTOR_IDS[0]: "x", "norland": ""},
    },
    "charts.heatmap.order_actors(positions)": lambda world: world.one_of(
        [each for each in [world.run.table("positions")] if len(each)]
    ),
    "charts.heatmap.order_issues(table)": lambda world: world.run.table(
        world.draw(st.sampled_from(("positions", "statements")))
    ),
    "charts.labels.place_labels": labels_in_a_chart,
    "charts.network.plot_actor_network(kind)": chosen("congruence", "conflict", "subtract"),
    "coded.actors.make_actors(kind)": chosen("person", "organisation"),
    "coded.actors.make_actors(spoken_for)": spoken_for,
    "comparison.camps.draw_starts(n)": drawn(st.integers(0, 20)),
    "comparison.camps.measure_split": camp,
    "comparison.camps.score_camps": several_networks,
    "comparison.consensus.agreement_of_ratings(ratings)": drawn(
        st.lists(st.integers(0, 9), min_size=3, max_size=5).filter(any).map(tuple)
    ),
    "comparison.counts.count_located": lambda world: {
        "place": (place := locate_statements(world.run.table("statements"))),
        "weights": np.arange(len(place.sign), dtype=float),
    },
    "comparison.principles.compare_principles(positions)": lambda world: score_positions(
        world.run.table("statements"), n_resamples=5
    ),
    "charts.layout.for_picture(width)": drawn(st.integers(320, 4000)),
    "corrections.given.describe_outcomes(outcomes)": lambda world: {t: corrections(world).outcome(t) for t in TABLES},
    "corrections.statements.correct_run(run_dir)": run_folder,
    "evidence.paragraph_around": lambda world: dict(
        zip(
            ("text", "start", "end", "paragraphs"),
            (world.doc.text, *world.characters(world.doc.text), world.run.documents[0]["body"]),
            strict=True,
        )
    ),
    "evidence.rows_by_id": lambda world: {
        "table": world.run.table("actors"),
        "key": "actor_id",
        "ids": [None, "norland", *ids(world)],
    },
    "explorer.reader.render_article": article,
    "explorer.utterances.surest": chosen_rows,
    "quotations.highlight.highlight_article": lambda world: {
        "text": world.doc.text,
        "quotations": tables.QUOTATIONS.table(world.rows("quotations")),
        "max_characters": world.draw(st.integers(0, 300)),
    },
    "runs.read_columns": lambda world: {
        "run_dir": world.run_folder(),
        "name": "positions",
        "columns": ["label", "actor_id"],
    },
    "runs.iter_columns": lambda world: {
        "run_dir": world.run_folder(),
        "name": world.draw(st.sampled_from(("documents", "positions"))),
        "columns": ["label", "actor_id", "document_id", "text"],
    },
    "runs.read_tables": lambda world: {"run_dir": world.run_folder(), "names": ["documents", "statements"]},
    "runs.table_path(name)": chosen(*tables.SCHEMAS),
    "runs.is_as_written(name)": chosen(*tables.SCHEMAS),
    "runs.write_tables": lambda world: {"run_dir": below("run")(world), "named": gathered(world)},
    "table_files.read_table(path)": written_table,
    "table_files.write_table": lambda world: {
        "table": world.run.table("positions"),
        "path": below("t.parquet")(world),
        "schema": tables.POSITIONS,
    },
    "schema.order_of": lambda world: {
        "rows": pa.Table.from_pylist(
            world.draw(st.lists(st.fixed_dictionaries({"a": st.integers(0, 2), "b": TEXTS}), max_size=4)),
            pa.schema({"a": pa.int64(), "b": pa.string()}),
        ),
        "key": world.draw(st.sampled_from(((), ("a",), ("b", "a")))),
    },
    "schema.read_column": column,
    "statements.suggestions.format_terms(suggestions)": table("issue_suggestions"),
}
