"""The notebooks in sequence: parameters are checked first, failures are named, finished work is kept."""

import json
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers import notebooks, pipeline, runs
from helpers.errors import CorpusError, ParameterError, RunFolderError, StageError
from helpers.pipeline import Step


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A sequence of two tiny notebooks that count how often each was run."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(pipeline, "NOTEBOOKS", folder)
    monkeypatch.setattr(notebooks, "NOTEBOOKS", folder)
    monkeypatch.setattr(
        pipeline, "STEPS", (Step("01_one", "?", (), (), ("one.txt",)), Step("02_two", "?", (), (), ("two.txt",)))
    )

    def write(name: str, parameters: str, code: str) -> None:
        cells = [new_code_cell("from pathlib import Path"), new_code_cell(parameters), new_code_cell(code)]
        cells[1].metadata["tags"] = ["parameters"]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / f"{name}.ipynb")

    count = "with open(Path(RUN_DIR) / '{0}.txt', 'a') as f:\n    f.write('x')"
    write("01_one", 'RUN_DIR: str = "."  # Folder\nSIZE: int = 1  # Size', count.format("one"))
    write("02_two", 'RUN_DIR: str = "."  # Folder\nRATE: float = 0.5  # Rate', count.format("two"))
    return write


def _run(run_dir: Path, **options) -> list[str]:
    lines: list[str] = []
    pipeline.run_pipeline(run_dir, parameters=options.pop("parameters", {}), report=lines.append, **options)
    return lines


def test_notebooks_run_in_order_and_the_manifest_says_so(small, tmp_path):
    _run(tmp_path / "run", parameters={"SIZE": 2})
    manifest = runs.read_manifest(tmp_path / "run")
    assert list(manifest["stages"]) == ["01_one", "02_two"] and manifest["parameters"] == {"SIZE": 2, "RATE": 0.5}
    assert {"python", "spacy"} <= set(manifest["versions"])
    assert not any(stage["reused"] for stage in manifest["stages"].values())


def test_a_finished_run_is_not_run_again(small, tmp_path):
    _run(tmp_path / "run")
    assert all("up to date" in line for line in _run(tmp_path / "run"))
    assert (tmp_path / "run/one.txt").read_text() == "x"


def test_fresh_runs_all_again_and_leaves_nothing_of_before(small, tmp_path):
    _run(tmp_path / "run")
    _run(tmp_path / "run", fresh=True)
    assert (tmp_path / "run/one.txt").read_text() == (tmp_path / "run/two.txt").read_text() == "x"
    stages = runs.read_manifest(tmp_path / "run")["stages"]
    assert not any(stage["reused"] for stage in stages.values())


def test_a_parameter_of_a_later_notebook_keeps_the_earlier_one(small, tmp_path):
    _run(tmp_path / "run")
    lines = _run(tmp_path / "run", parameters={"RATE": 0.7})
    assert "01_one: up to date" in lines[0] and "02_two: done" in lines[-1]


def test_a_changed_input_runs_everything_again(small, tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("one")
    _run(tmp_path / "run", inputs={"SIZE": [corpus]})
    corpus.write_text("two")
    assert not any("up to date" in line for line in _run(tmp_path / "run", inputs={"SIZE": [corpus]}))


def test_an_input_that_changes_during_the_run_is_reported_and_read_again_by_the_next(small, tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("one")
    small(
        "02_two",
        'RUN_DIR: str = "."  # Folder',
        f"Path({str(corpus)!r}).write_text('two')\nPath(RUN_DIR, 'two.txt').touch()",
    )
    assert "SIZE was changed while this run was going on" in _run(tmp_path / "run", inputs={"SIZE": [corpus]})[-1]
    lines = _run(tmp_path / "run", inputs={"SIZE": [corpus]})
    assert "01_one: done" in lines[1] and "was changed" not in lines[-1]


def test_a_changed_catalogue_runs_only_what_reads_it(small, tmp_path):
    catalogue = tmp_path / "rates.yaml"
    catalogue.write_text("a")
    _run(tmp_path / "run", inputs={"RATE": [catalogue]})
    catalogue.write_text("b")
    lines = _run(tmp_path / "run", inputs={"RATE": [catalogue]})
    assert "01_one: up to date" in lines[0] and "02_two: done" in lines[-1]


def test_earlier_results_stay_when_a_step_fails(small, tmp_path):
    _run(tmp_path / "run")
    small("01_one", 'RUN_DIR: str = "."  # Folder', "1 / 0")
    with pytest.raises(StageError):
        _run(tmp_path / "run")
    assert (tmp_path / "run/two.txt").exists()


def test_a_missing_result_is_made_again(small, tmp_path):
    _run(tmp_path / "run")
    (tmp_path / "run/two.txt").unlink()
    lines = _run(tmp_path / "run")
    assert "01_one: up to date" in lines[0] and (tmp_path / "run/two.txt").exists()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"SIZES": 1}, "Unknown parameter 'SIZES'.*SIZE"),
        ({"SIZE": "two"}, "SIZE must be of type int; 'two'"),
        ({"SIZE": True}, "SIZE must be"),
    ],
    ids=["unknown", "wrong_type", "bool_is_no_int"],
)
def test_parameters_are_checked_before_anything_starts(small, tmp_path, parameters, message):
    with pytest.raises(ParameterError, match=message):
        _run(tmp_path / "run", parameters=parameters)
    assert not (tmp_path / "run").exists()


def test_a_failing_cell_is_named_and_the_half_run_notebook_kept(small, tmp_path):
    small("02_two", 'RUN_DIR: str = "."  # Folder', "1 / 0")
    with pytest.raises(StageError, match=r"02_two failed in cell \d+ \(ZeroDivisionError: division by zero\)"):
        _run(tmp_path / "run")
    kept = json.loads((tmp_path / "run/notebooks/02_two.ipynb").read_text())
    assert any(o["output_type"] == "error" for c in kept["cells"] for o in c.get("outputs", []))
    assert not list((tmp_path / "run/notebooks").glob(".*"))


def test_a_run_goes_on_where_it_failed(small, tmp_path):
    small("02_two", 'RUN_DIR: str = "."  # Folder', "1 / 0")
    with pytest.raises(StageError):
        _run(tmp_path / "run")
    small("02_two", 'RUN_DIR: str = "."  # Folder', "Path(RUN_DIR, 'two.txt').write_text('x')")
    assert "01_one: up to date" in _run(tmp_path / "run")[0]


def test_a_user_error_inside_a_notebook_stays_a_user_error(small, tmp_path):
    small(
        "01_one",
        'RUN_DIR: str = "."  # Folder',
        "from helpers.errors import CorpusError\nraise CorpusError('Nothing here.')",
    )
    with pytest.raises(CorpusError, match="Nothing here"):
        _run(tmp_path / "run")


def test_a_dead_kernel_is_reported_as_such(small, tmp_path):
    small("01_one", 'RUN_DIR: str = "."  # Folder', "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    started = time.monotonic()
    with pytest.raises(StageError, match="01_one failed: its kernel died"):
        _run(tmp_path / "run")
    assert time.monotonic() - started < 30
    assert "01_one" not in runs.read_manifest(tmp_path / "run")["stages"]


def test_a_folder_in_use_is_refused(small, tmp_path):
    with runs.locked(tmp_path / "run"), pytest.raises(RunFolderError, match="in use by another run"):
        _run(tmp_path / "run")
