"""What a user types, and what comes back: exit status and one line."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import fsspec
import pytest
import yaml

from helpers import __version__
from helpers.cli import main
from helpers.options import run_name

ROOT = Path(__file__).parents[1]


@dataclass
class Result:
    status: int
    out: str
    err: str


@pytest.fixture
def standpoints(capsys, monkeypatch):
    """Run the command line in this process, from a folder."""

    def run(*arguments: str, cwd: Path = ROOT) -> Result:
        monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return Result(ended.value.code, *capsys.readouterr())

    return run


def test_version_and_help(standpoints):
    assert standpoints("--version").out.strip() == f"standpoints, version {__version__}"
    shown = standpoints("--help").out
    assert all(
        command in shown for command in ("run", "extract", "compare", "score", "review", "precision", "pictures")
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fly",), "No such command 'fly'"),
        (("run", "no/such/folder"), "There is no corpus at .*no/such/folder"),
        (("run", "x" * 5000), "There is no corpus at .*xxx"),
        (("run", "{empty}"), "empty"),
        (("run", "memory://nowhere/news"), "There is no file at 'memory://nowhere/news'"),
        (("run", "https://host/news"), "Nothing is read from https:// addresses"),
        (("extract", "s3://me:secret@bucket/news", "--out", "o"), "address s3://… holds a user or a password"),
        (("run", "{corpus}", "-p", "PARTS", "{corpus}/parts"), "PARTS .*/corpus/parts. lies in the corpus"),
        (("run", "{corpus}/*", "-p", "PARTS", "{corpus}/parts"), "PARTS .*/corpus/parts. lies in the corpus"),
        (("run", "{corpus}", "-p", "PARTS", "memory://parts/*"), "Parts are written into one folder"),
        (("run", "{corpus}", "-p", "PARTS", "http://host/parts"), "Nothing is read from http:// addresses"),
        (("run", "{corpus}", "-p", "PARTS", "gs://me:secret@bucket"), "address gs://… holds a user or a password"),
        (("run", "-p", "CORPUS", "s3://me:secret@bucket/news"), "address s3://… holds a user or a password"),
        (("run", "{corpus}", "--issues", "{nothing}"), "nothing.yaml"),
        (("run", "{corpus}", "--issues", "{bad}"), "bad.yaml"),
        (("run", "{corpus}", "--actors", "{bad}"), "bad.yaml"),
        (("run", "{corpus}", "--corrections", "{nothing}"), "nothing.yaml cannot be read"),
        (("extract", "{corpus}", "--out", "o", "--corrections", "{bad}"), "bad.yaml lacks the column"),
        (("review", "{empty}", "--out", "r.csv"), "Table 'statements' is missing"),
        (("review", "{empty}", "--out", "{bad}"), "bad.yaml exists"),
        (("precision", "{bad}"), "bad.yaml lacks"),
        (("run", "{corpus}", "-p", "MIN_STATEMENT", "2"), "Unknown parameter 'MIN_STATEMENT'.*MIN_STATEMENTS"),
        (("run", "{corpus}", "-p", "MIN_STATEMENTS", "two"), "MIN_STATEMENTS must be of type int; 'two'"),
        (("run", "{corpus}", "--params", "{params}"), "Unknown parameter 'SPEED'"),
        (("run", "{corpus}", "--quotations", "best"), "'best' is not one of"),
        (("run", "{corpus}", "--workers", "0"), "0 is not in the range"),
        (("run", "{corpus}", "--out", "{corpus}/a.txt"), "cannot be written to"),
        (("extract", "{corpus}"), "Missing option '--out'"),
        (("score", "{nothing}", "{empty}"), "nothing.yaml"),
        (("compare", "{nothing}", "--out", "{empty}/o"), "nothing.yaml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_users_mistake_is_one_clear_line_and_exit_status_2(standpoints, tmp_path, arguments, message):
    (tmp_path / "empty").mkdir()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text(
        "The minister said on Monday that the plan would be signed before the summer."
    )
    (tmp_path / "bad.yaml").write_text("issues:\n  - id: [1\n")
    (tmp_path / "params.yaml").write_text("SPEED: 3\n")
    names = {
        "empty": tmp_path / "empty", "corpus": tmp_path / "corpus", "nothing": tmp_path / "nothing.yaml",
        "bad": tmp_path / "bad.yaml", "params": tmp_path / "params.yaml",
    }  # fmt: skip
    result = standpoints(*(a.format(**names) for a in arguments), cwd=tmp_path)
    lines = [line for line in result.err.splitlines() if not line.startswith("[1/4]")]
    assert result.status == 2, result.err
    assert len(lines) == 1 and lines[0].startswith("standpoints: ")
    assert re.search(message, lines[0]), lines[0]


@pytest.mark.parametrize(
    ("corpus", "name"),
    [
        ("/a/sample", "sample"),
        ("/a/news.jsonl.gz", "news"),
        ("/a/b/*.txt", "b"),
        ("/a/My news!", "My_news"),
        ("/", "corpus"),
        ("s3://bucket/my/news", "news"),
        ("s3://bucket", "bucket"),
        ("s3://bucket/news/*.txt", "news"),
    ],
)
def test_the_run_folder_is_named_after_the_corpus(corpus, name):
    assert run_name(corpus) == name


def test_parameters_from_a_file_and_the_command_line_reach_the_tables(standpoints, tmp_path):
    (tmp_path / "a.txt").write_text('Ada Lund, the mayor, said on Monday: "We reject the bridge."\n')
    (tmp_path / "params.yaml").write_text(yaml.safe_dump({"DUPLICATES": "include", "MIN_STATEMENTS": 5}))
    result = standpoints(
        "extract", "a.txt", "--out", "run", "--params", "params.yaml", "-p", "MIN_STATEMENTS", "1", cwd=tmp_path
    )
    assert result.status == 0, result.err
    parameters = yaml.safe_load((tmp_path / "run/run.json").read_text())["parameters"]
    assert (parameters["DUPLICATES"], parameters["MIN_STATEMENTS"]) == ("include", 1)


def test_parts_in_a_store_are_used_again_and_go_with_fresh_and_no_parses(standpoints, tmp_path):
    store = fsspec.filesystem("memory")
    (tmp_path / "a.txt").write_text('Ada Lund, the mayor, said on Monday: "We reject the bridge."\n')
    command = (
        "extract",
        "a.txt",
        "--out",
        "run",
        "-p",
        "PARTS",
        "memory://kept/run",
        "--workers",
        "1",
    )  # which only this process knows
    assert standpoints(*command, cwd=tmp_path).status == 0
    tables = {path.name: path.read_bytes() for path in (tmp_path / "run/tables").iterdir()}
    assert len(store.find("/kept/run/parts")) == 4 and len(store.find("/kept/run/parses")) == 1
    assert not (tmp_path / "run/parts").exists() and list(_files(tmp_path / "run/parses")) == ["order.json"]
    assert standpoints(*command, cwd=tmp_path).err.count("up to date") == 3
    again = standpoints(*command, "-p", "EXPERTS_SPEAK_FOR", "affiliation", cwd=tmp_path)
    assert again.status == 0 and json.loads((tmp_path / "run/run.json").read_text())["articles"]["kept"] == 1
    assert standpoints(*command, "--fresh", cwd=tmp_path).status == 0
    assert json.loads((tmp_path / "run/run.json").read_text())["articles"]["parsed"] == 1
    assert tables == {path.name: path.read_bytes() for path in (tmp_path / "run/tables").iterdir()}
    assert standpoints(*command, "--no-parses", cwd=tmp_path).status == 0
    assert not store.find("/kept/run/parts") and not store.find("/kept/run/parses")
    assert standpoints(*command, cwd=tmp_path).err.count("up to date") == 3


def test_parses_that_are_lost_in_a_store_are_made_again_when_they_are_needed(standpoints, tmp_path):
    store = fsspec.filesystem("memory")
    (tmp_path / "a.txt").write_text('Ada Lund, the mayor, said on Monday: "We reject the bridge."\n')
    command = ("extract", "a.txt", "--out", "run", "-p", "PARTS", "memory://lost/run", "--workers", "1")
    assert standpoints(*command, cwd=tmp_path).status == 0
    store.rm("/lost/run/parses", recursive=True)
    again = standpoints(*command, "-p", "MIN_STATEMENTS", "1", cwd=tmp_path)
    assert again.status == 0 and again.err.count("up to date") == 1


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_corpus_in_a_store_gives_the_tables_of_the_same_folder(standpoints, tmp_path):
    store = fsspec.filesystem("memory")
    for name in ("a", "b"):
        text = f'Ada Lund, the mayor of {name}, said on Monday: "We reject the bridge."\n'
        (tmp_path / "news").mkdir(exist_ok=True)
        (tmp_path / "news" / f"{name}.txt").write_text(text)
        store.pipe_file(f"/bucket/news/{name}.txt", text.encode())
    assert standpoints("extract", "news", "--out", "local", cwd=tmp_path).status == 0
    assert standpoints("extract", "memory://bucket/news", "--out", "stored", cwd=tmp_path).status == 0
    for table in sorted((tmp_path / "local/tables").iterdir()):
        assert table.read_bytes() == (tmp_path / "stored/tables" / table.name).read_bytes(), table.name
    assert json.loads((tmp_path / "stored/run.json").read_text())["parameters"]["CORPUS"] == "memory://bucket/news"
    again = standpoints("extract", "memory://bucket/news", "--out", "stored", cwd=tmp_path)
    assert again.err.count("up to date") == 3
    store.pipe_file("/bucket/news/b.txt", text.replace("reject", "support").encode())
    changed = standpoints("extract", "memory://bucket/news", "--out", "stored", cwd=tmp_path)
    assert "up to date" not in changed.err
