"""What holds for every notebook of the sequence."""

import ast
import json
from pathlib import Path

import papermill
import pytest

from helpers.pipeline import STEPS
from helpers.resources import NOTEBOOKS

PATHS = [NOTEBOOKS / f"{step.notebook}.ipynb" for step in STEPS]


def _code_cells(path: Path) -> list[dict]:
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def test_the_sequence_is_the_numbered_notebooks():
    assert sorted(p.stem for p in NOTEBOOKS.glob("[0-9]*.ipynb")) == [step.notebook for step in STEPS]


def test_the_explorer_is_kept_without_outputs_since_its_widgets_live_in_a_kernel_only():
    cells = _code_cells(NOTEBOOKS / "explore.ipynb")
    assert cells and all(not c["outputs"] and c["execution_count"] is None for c in cells)
    for cell in cells:
        nodes = ast.parse(_source(cell)).body
        assert not [n for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)]
    assert [p["help"] for p in papermill.inspect_notebook(str(NOTEBOOKS / "explore.ipynb")).values()]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
class TestNotebook:
    def test_was_run_from_top_to_bottom(self, path):
        assert [c["execution_count"] for c in _code_cells(path)] == list(range(1, len(_code_cells(path)) + 1))

    def test_ends_without_an_error(self, path):
        kinds = [o["output_type"] for c in _code_cells(path) for o in c["outputs"]]
        assert kinds and "error" not in kinds

    def test_has_one_parameters_cell_that_documents_each_parameter(self, path):
        cells = [c for c in _code_cells(path) if "parameters" in c["metadata"].get("tags", [])]
        assert len(cells) == 1
        names = [n.target.id for n in ast.parse(_source(cells[0])).body if isinstance(n, ast.AnnAssign)]
        inspected = papermill.inspect_notebook(str(path))
        assert sorted(inspected) == sorted(names) and "RUN_DIR" in names
        assert all(p["help"] and p["inferred_type_name"] != "None" for p in inspected.values())

    def test_defines_nothing_and_runs_no_magic(self, path):
        for cell in _code_cells(path):
            nodes = ast.parse(_source(cell)).body
            assert not [n for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)]

    def test_keeps_cells_short(self, path):
        assert max(len(_source(c).splitlines()) for c in _code_cells(path)) <= 14

    def test_has_checked_outputs(self, path):
        checked = [c for c in _code_cells(path) if "# NBVAL_CHECK_OUTPUT" in _source(c)]
        assert checked and all(c["outputs"] for c in checked)

    def test_never_checks_a_chart(self, path):
        for cell in _code_cells(path):
            if "# NBVAL_CHECK_OUTPUT" in _source(cell):
                mimetypes = {m for o in cell["outputs"] for m in o.get("data", {})}
                assert not [m for m in mimetypes if "plotly" in m]

    def test_carries_no_trace_of_a_machine_or_a_run(self, path):
        text = path.read_text(encoding="utf-8")
        assert "papermill" not in json.loads(text)["metadata"]
        assert str(Path.home()) not in text and "/tmp/" not in text and str(NOTEBOOKS.parent) not in text
