"""How commands are measured: their time, the memory of all their processes, and what went wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.commands import CommandFailed, measure

SCALING = Path(__file__).parents[2] / "benchmarks" / "scaling.py"
HUNGRY = "import time; held = bytearray(150 * 2**20); time.sleep(0.8)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HUNGRY!r}])"


def test_memory_of_children_counts(tmp_path):
    used = measure([sys.executable, "-c", PARENT], home=tmp_path, watch_memory=True)
    assert 150 < used.peak_mb < 300
    assert used.seconds > 0.8
    assert measure([sys.executable, "-c", "0"], home=tmp_path).peak_mb == 0


def test_a_command_that_fails_is_not_measured(tmp_path):
    with pytest.raises(CommandFailed, match="exit status 3: no such corpus"):
        measure([sys.executable, "-c", "print('no such corpus'); raise SystemExit(3)"], home=tmp_path)


def test_an_unknown_measure_is_named_with_those_there_are():
    done = subprocess.run([sys.executable, str(SCALING), "speed"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "there is no measure 'speed'; there are extract_default, extract_fast" in done.stderr
