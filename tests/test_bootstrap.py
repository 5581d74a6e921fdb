"""bootstrap.py finds a new enough Python, says what to do when there is none, and does nothing twice."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_users_choice_is_tried_first(bootstrap, monkeypatch):
    monkeypatch.setenv("PYTHON", "/somewhere/python")
    assert next(iter(bootstrap.candidates())) == ["/somewhere/python"]


def test_an_old_python_is_passed_over(bootstrap, monkeypatch, tmp_path):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\necho ''\n")
    old.chmod(0o755)
    monkeypatch.setattr(bootstrap, "candidates", lambda: [[str(old)], ["no-such-python"], [sys.executable]])
    assert Path(bootstrap.find_python()).resolve() == Path(sys.executable).resolve()


def test_no_python_at_all_says_what_to_install(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "candidates", lambda: [["no-such-python"]])
    with pytest.raises(SystemExit, match=r"needs Python 3\.12 or newer(.|\n)*uv python install"):
        bootstrap.find_python()


def test_a_current_environment_is_not_built_again(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    (tmp_path / "stamp").write_text(bootstrap.wanted())
    monkeypatch.setattr(bootstrap, "find_python", lambda: pytest.fail("looked for a Python again"))
    bootstrap.set_up()


def test_a_failed_check_fails_the_whole_and_hides_no_other(bootstrap, monkeypatch, capfd):
    monkeypatch.setattr(bootstrap, "BIN", Path(sys.executable).parent)
    name = Path(sys.executable).name
    checks = ((name, "-c", "raise SystemExit(3)"), (name, "-c", "print('the second one ran')"))
    monkeypatch.setattr(bootstrap, "CHECKS", checks)
    assert bootstrap.run_checks() == 1
    assert "the second one ran" in capfd.readouterr().out


def test_it_compiles_under_the_oldest_syntax_that_a_machine_may_have():
    tree = ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 5))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]


def test_make_aliases_call_it():
    result = subprocess.run(
        ["make", "--no-print-directory", "-n", "run", "CORPUS=my folder"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == 'python3 bootstrap.py run "my folder"'
