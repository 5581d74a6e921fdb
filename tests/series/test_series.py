"""Many runs from one file: what it may say, what happens when one fails, and the page that leads to all."""

import json
import re
from html.parser import HTMLParser

import click
import pytest

from helpers import series
from helpers.cli import main
from helpers.errors import CorpusError, ParameterError, StageError
from helpers.notebooks import Parameter

DECLARED = {
    "CORPUS": Parameter("str", ""), "MIN_STATEMENTS": Parameter("int", 2), "MIN_CONFIDENCE": Parameter("float", 0.0),
    "COLUMNS": Parameter("list", []), "PARTS": Parameter("str", ""), "RUN_DIR": Parameter("str", ""),
}  # fmt: skip
SPEC = """
out: results
defaults:
  issues: issues.yaml
  quotations: fast
  parameters: {MIN_STATEMENTS: 1}
runs:
  - name: may
    corpus: may
    parameters: {MIN_STATEMENTS: 3, COLUMNS: ["text=body"]}
  - name: june
    corpus: june/*.txt
    issues: june.yaml
"""
SETS = """
sets:
  - name: plain
  - name: strict
    quotations: rules
    parameters: {MIN_CONFIDENCE: 1}
"""


def load(folder, text):
    path = folder / "series.yaml"
    path.write_text(text)
    return series.load_series(path, DECLARED)


def test_defaults_runs_and_paths_from_where_the_file_lies(tmp_path):
    may, june = load(tmp_path, SPEC).jobs
    assert may.name == "may" and may.arguments == (
        "--issues", f"{tmp_path}/issues.yaml", "--quotations", "fast", "-p", "MIN_STATEMENTS", "3", "-p", "COLUMNS",
        '["text=body"]', "--", f"{tmp_path}/may",
    )  # fmt: skip
    assert june.arguments == (
        "--issues", f"{tmp_path}/june.yaml", "--quotations", "fast", "-p", "MIN_STATEMENTS", "1", "--",
        f"{tmp_path}/june/*.txt",
    )  # fmt: skip


def test_the_address_of_a_store_stays_as_it_is(tmp_path):
    (job, _) = load(tmp_path, SPEC.replace("corpus: may", "corpus: s3://bucket/may")).jobs
    assert job.corpus == job.arguments[-1] == "s3://bucket/may"


@pytest.mark.parametrize(("given", "place"), [("s3://bucket/runs/", "s3://bucket/runs"), ("kept", "{folder}/kept")])
def test_each_run_has_parts_of_its_own(tmp_path, given, place):
    defaults = SPEC.replace("{MIN_STATEMENTS: 1}", f"{{PARTS: {given}}}") + SETS
    jobs = load(tmp_path, defaults).jobs
    found = [job.arguments[job.arguments.index("PARTS") + 1] for job in jobs]
    assert found == [f"{place.format(folder=tmp_path)}/{job.name}" for job in jobs]


def test_each_set_of_parameters_is_a_run_of_each_corpus(tmp_path):
    jobs = {job.name: job.arguments for job in load(tmp_path, SPEC + SETS).jobs}
    assert list(jobs) == ["may/plain", "may/strict", "june/plain", "june/strict"]
    assert jobs["june/strict"][2:8] == ("--quotations", "rules", "-p", "MIN_STATEMENTS", "1", "-p")
    assert jobs["june/strict"][8:10] == ("MIN_CONFIDENCE", "1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("out: a\n", "'runs' is missing; the keys are out, defaults, runs, sets"),
        ("out: a\nruns: []\n", "'runs' must name at least one"),
        ("[]", "'the file' must hold keys and values"),
        ("out: a\nruns: [{name: a, corpus: b, speed: 1}]", "'runs → 1 → speed' is not known; the keys are issues"),
        ("out: a\nruns: [{name: a/../b, corpus: b}]", r"must be letters, digits, '-' and '_'.* \(found 'a/../b'\)"),
        ("out: a\nruns: [{name: a, corpus: 3}]", r"'runs → 1 → corpus' must be text \(found 3\)"),
        ("out: a\nruns: [{name: a, corpus: b}, {name: A, corpus: b}]", "the name 'A' is there twice among the runs"),
        ("out: a\nout: b\n", "'out' is there twice"),
        ("out: a\nruns: [{name: a, corpus: b, parameters: {MIN_STATEMENT: 1}}]", "run 'a': Unknown parameter"),
        ("out: a\nruns: [{name: a, corpus: b, parameters: {MIN_STATEMENTS: two}}]", "must be of type int"),
        ("out: a\nruns: [{name: a, corpus: b, parameters: {CORPUS: c}}]", "CORPUS is given with the key 'corpus'"),
        ("out: a\nruns: [{name: a, corpus: b, parameters: {RUN_DIR: c}}]", "its name below 'out'"),
        ("out: a\nruns: [{name: a, corpus: 's3://me:secret@b/c'}]", "run 'a': The address s3://… holds a user"),
        ("out: b/results\nruns: [{name: a, corpus: b}]", "lies in the corpus of 'a'"),
    ],
)
def test_a_mistake_in_the_file_is_named_before_anything_starts(tmp_path, text, message):
    with pytest.raises(ParameterError, match=message):
        load(tmp_path, text)


class Table(HTMLParser):
    """The cells of a page's table, and where its links lead."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.links, self.tags = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def run(folder, invoke, **options):
    given = load(folder, SPEC)
    said = []
    try:
        series.run_series(given, invoke=invoke, report=said.append, **options)
    finally:
        page = (given.out / "index.html").read_text()
    return said, page


def writes(arguments):
    folder = arguments[arguments.index("--out") + 1]
    if folder.endswith("may"):
        raise CorpusError("There is no <script>alert(1)</script>\n\x1b[31m corpus.")
    write(folder, reused=False)


def write(folder, reused):
    from pathlib import Path

    Path(folder).mkdir(parents=True, exist_ok=True)
    stages = {"01": {"seconds": 1.25, "reused": reused}, "02": {"seconds": 2.0, "reused": reused}}
    manifest = {"stages": stages, "counts": {"documents": 7, "statements": 3}}
    Path(folder, "run.json").write_text(json.dumps(manifest))
    Path(folder, "report.html").write_text("")


def test_a_failure_is_named_and_the_rest_goes_on(tmp_path):
    with pytest.raises(StageError, match=r"1 of 2 runs failed \(may\); .*index.html says why"):
        run(tmp_path, writes)
    page = (tmp_path / "results" / "index.html").read_text()
    table = Table(page)
    head, may, june = table.rows
    assert head[:4] == ["Run", "State", "documents", "rejects"]
    assert may[1] == "failed: There is no <script>alert(1)</script> _[31m corpus."
    assert june[:8] == ["june", "done", "7", "0", "0", "3", "0", "3.2"] and may[2:8] == ["–"] * 6
    assert table.links == ["june/report.html"] and "script" not in table.tags
    assert not re.search(r"https?:|//", page.replace("<!--", ""))


def test_what_is_done_and_unchanged_is_up_to_date(tmp_path):
    said, page = run(tmp_path, lambda arguments: write(arguments[2], reused=True))
    assert [row[1] for row in Table(page).rows[1:]] == ["up to date", "up to date"]
    assert said == ["== may (1 of 2)", "== june (2 of 2)"]


def test_an_error_that_nobody_foresaw_costs_its_run_only(tmp_path):
    def invoke(arguments):
        if arguments[2].endswith("may"):
            raise KeyError("x")
        write(arguments[2], reused=False)

    with pytest.raises(StageError, match=r"runs failed \(may\)"):
        run(tmp_path, invoke)
    assert "KeyError: &#39;x&#39;" in (tmp_path / "results" / "index.html").read_text()


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, click.Abort])
def test_an_interruption_ends_the_series(tmp_path, interruption):
    def invoke(arguments):
        raise interruption

    with pytest.raises(interruption):
        run(tmp_path, invoke)
    rows = Table((tmp_path / "results" / "index.html").read_text()).rows
    assert [row[1] for row in rows[1:]] == ["interrupted", "waiting"]


def test_notebooks_and_options_reach_each_run(tmp_path):
    seen = []
    run(tmp_path, lambda a: (seen.append(a), write(a[2], False)), notebooks=False, options=["--workers", "2"])
    assert all(a[0] == "extract" and a[3:5] == ["--workers", "2"] for a in seen) and len(seen) == 2


def test_the_command_does_the_runs_and_goes_on_where_it_stopped(tmp_path, capsys):
    for name in ("a",):
        (tmp_path / name).mkdir()
        text = (
            f'Ada Lund, the mayor of {name.upper()}ville, said on Monday: "We reject the bridge, whatever they offer."'
        )
        (tmp_path / name / "one.txt").write_text(text)
    spec = tmp_path / "series.yaml"
    runs = "".join(f"  - {{name: {name}, corpus: {name}}}\n" for name in ("missing", "a"))
    spec.write_text(f"out: out\ndefaults: {{quotations: rules}}\nruns:\n{runs}")
    states = []
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main(["batch", str(spec), "--no-notebooks"])
        assert ended.value.code == 1
        assert "There is no corpus at" in capsys.readouterr().err
        states.append([row[1].split(":")[0] for row in Table((tmp_path / "out" / "index.html").read_text()).rows[1:]])
    assert states == [["failed", "done"], ["failed", "up to date"]]
    assert (tmp_path / "out/a/tables/quotations.parquet").exists()
