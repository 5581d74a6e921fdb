"""Arguments that are plain values, and what tasks are done with."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.properties.contents import ARGUMENTS, JSON, SPANS, YAML
from tests.properties.drawing import below, chosen, drawn
from tests.properties.texts import LONG_TEXTS, NAMES, RAW_TEXTS, TEXTS, WORDS
from tests.properties.world import Fresh, World, model_settings

from helpers.engines import HERE, Engine
from helpers.errors import ParameterError
from helpers.model import load_model
from helpers.notebooks import Parameter
from helpers.quotations import VARIANTS
from helpers.series.spec import Job, Series
from helpers.workers import Outcome


def parameters(world: World) -> dict[str, Any]:
    names = st.sampled_from(("WINDOW", "MIN_STATEMENTS", "CORPUS", "COLUMNS", "MIN_CONFIDENCE", "X", "WORKERS", "GPU"))
    return world.draw(st.dictionaries(names, JSON, max_size=3))


def declared(world: World) -> dict[str, Parameter]:
    return {
        "WINDOW": Parameter("str", "month"), "MIN_STATEMENTS": Parameter("int", 1), "CORPUS": Parameter("str", ""),
        "COLUMNS": Parameter("list", []), "MIN_CONFIDENCE": Parameter("float", 0.0), "WORKERS": Parameter("int", 1),
        "GPU": Parameter("bool", False),
    }  # fmt: skip


class Pool:
    """Does tasks at once; every second one kills it."""

    def each(self, tasks: Any) -> Any:
        """The outcomes."""
        return (Outcome(number, bool(number % 2), task) for number, task in enumerate(tasks))


class Task(str):
    """A task on a document of that name."""

    @property
    def documents(self) -> list[str]:
        """Its only one."""
        return [str(self)]


def start_reversing() -> Any:
    return lambda task: task[::-1]


def series(world: World) -> dict:
    """Runs of which some fail."""
    fails = [world.draw(st.booleans()) for _ in range(2)]
    message = world.draw(RAW_TEXTS)

    def invoke(arguments: Any) -> None:
        if fails[int(arguments[2][-1])]:
            raise ParameterError(message)

    jobs = tuple(Job(f"run_{n}", "<planted>", ("-p", "X", world.draw(TEXTS), "--", "<planted>")) for n in range(2))
    return {"series": Fresh(lambda folder: Series(folder / "<planted>", jobs)), "invoke": invoke,
            "report": lambda line: None,
            "options": ()}  # fmt: skip


VALUES = {
    "bool": drawn(st.booleans()),
    "float": drawn(st.floats(0, 1)),
    "str": drawn(RAW_TEXTS),
    "str | None": drawn(st.none() | RAW_TEXTS),
    "int": drawn(st.integers(1, 9)),
    "int | None": drawn(st.none() | st.integers(1, 9)),
    "float | None": drawn(st.none() | st.floats(0, 1)),
    "Iterable[str]": drawn(st.lists(NAMES, max_size=4)),
    "Sequence[str]": drawn(st.lists(TEXTS, max_size=4)),
    "list[str]": drawn(st.lists(WORDS, max_size=12)),
    "Sequence[tuple[int, int]]": drawn(SPANS),
    "Iterable[tuple[int, int]]": drawn(SPANS),
    "object": drawn(JSON),
    "variables: Mapping[str, str]": drawn(
        st.dictionaries(st.sampled_from(("actor", "issue", "agreement")), st.sampled_from(("actor", "x")), max_size=1)
    ),
    "variables: Mapping[str, str] | None": lambda world: None,
    "actor_level: str | None": chosen(None, "person", "organisation", "x"),
    "Mapping[str, Parameter]": declared,
    "parameters: Mapping[str, Any]": parameters,
    "values: Mapping[str, Any]": parameters,
    "assignments: Iterable[str]": drawn(ARGUMENTS),
    "Engine": lambda world: HERE,
    "experts_speak_for: SpeaksFor": chosen("self", "affiliation"),
    "officials_speak_for: SpeaksFor": chosen("self", "affiliation"),
    "Characters": drawn(SPANS.map(lambda spans: frozenset(i for start, end in spans for i in range(start, end)))),
    "place: str": chosen("here"),
    "Mapping[str, str]": drawn(st.dictionaries(NAMES, NAMES, max_size=3)),
    "wording.counted(plural)": chosen(None, "oxen"),
    "engines.choose_engine": lambda world: {"workers": world.draw(st.integers(-1, 3)), "scheduler": ""},
    "engines.each_with_results": lambda world: {
        "pool": Pool(),
        "tasks": world.draw(st.lists(TEXTS, max_size=3)),
        "divide": lambda text, n: [text, text.upper()],
        "few": 9,
    },
    "engines.settle": lambda world: {
        "engine": Engine(2, "", world.draw(st.integers(0, 3))),
        "tasks": world.draw(st.lists(TEXTS, max_size=3)),
        "size": lambda _: 1,
    },
    "identity.extent(spans)": drawn(SPANS.filter(bool)),
    "imports.without(name)": chosen("no_such_module", "json"),
    "kernels.folder_in(run_dir)": below("run"),
    "model.loading.parser_version(gpu)": chosen(False),
    "model.loading.load_model(gpu)": chosen(False),
    "model.texts.parse_text(text)": drawn(TEXTS),
    "model.texts.parse_texts(texts)": drawn(st.dictionaries(st.sampled_from("abc"), TEXTS, max_size=2)),
    "model.texts.tokenise(text)": drawn(TEXTS),
    "model.texts.paragraph_starts(doc)": lambda world: (lambda text: Fresh(lambda _: load_model().make_doc(text)))(
        world.draw(LONG_TEXTS)
    ),
    "model.texts.text_to_parse": lambda world: {"text": world.doc.text, "paragraphs": world.run.documents[0]["body"]},
    "notebooks.inspect_parameters(name)": chosen("01_load_corpus", "03_compare_positions"),
    "notebooks.declared_parameters(names)": lambda world: ["02_extract_entities_and_quotes"],
    "parameters.parse_value(name)": chosen("WINDOW", "MIN_STATEMENTS", "COLUMNS", "MIN_CONFIDENCE", "GPU", "X"),
    "plain_yaml.load_plain_yaml(text)": drawn(YAML),
    "quotations.find_variant(name)": chosen("rules", "fast", "x"),
    "quotations.component.make_component(variant)": chosen("rules", *VARIANTS[1:2]),
    "quotations.component.make_component(model)": lambda world: None,
    "quotations.learned.model.load_learned_model": lambda world: {
        "folder": world.draw(st.sampled_from((model_settings().parent, Path("x")))),
        "variant": "fast",
    },
    "inference.one_thread_session(path)": lambda world: model_settings().with_name("default-lower.onnx"),
    "parameters.check_parameters(values)": parameters,
    "series.running.run_series": series,
    "QUOTATIONS: str": chosen("rules", "x"),
    "EXPERTS_SPEAK_FOR: str": chosen("self", "x"),
    "OFFICIALS_SPEAK_FOR: str": chosen("affiliation", "x"),
    "SCHEDULER: str": chosen(""),
    "WORKERS: int": chosen(1),
    "GPU: bool": chosen(False),
    "SECOND_OPINION: bool": chosen(False),
    "DUPLICATES: str": chosen("document", "x"),
    "NORMALIZE: str": chosen("average", "x"),
    "WINDOW: str": chosen("month", "none", "x"),
    "resources.read_reference(name)": chosen("cues.yaml", "columns.yaml"),
    "resources.load_own_yaml(text)": drawn(YAML),
    "statements.issues.parse_issues(text)": drawn(YAML),
    "statements.part_tasks.each_part": lambda world: {
        "tasks": world.draw(st.lists(TEXTS.map(Task), max_size=3)),
        "engine": HERE,
        "start": start_reversing,
        "arguments": (),
    },
    "statements.run_folder.choose_documents(what)": chosen("issues", "x"),
    "statements.spelling.american(word)": drawn(RAW_TEXTS.map(str.lower)),
}
