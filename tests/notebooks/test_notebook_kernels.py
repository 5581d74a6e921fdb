"""Kernels: those of two runs do not meet, and none lives on when its run is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_core.utils import run_sync
from nbformat.v4 import new_code_cell, new_notebook

from helpers import notebooks
from helpers.errors import StageError

RUN = """
import sys
from pathlib import Path
from helpers import notebooks, pipeline
pipeline.NOTEBOOKS = notebooks.NOTEBOOKS = Path(sys.argv[1])
pipeline.STEPS = (pipeline.Step("one", "?", (), (), ("done.txt",)),)
pipeline.run_pipeline(Path(sys.argv[2]), parameters={"OTHER": sys.argv[3]}, report=lambda line: None)
"""
# Says where it listens, and waits until a kernel of another run has said so, too.
MEET = """
import time
from ipykernel.connect import get_connection_info
Path(RUN_DIR, 'here').write_text(get_connection_info())
while not Path(OTHER, 'here').exists():
    time.sleep(0.05)
"""
# Is at work for long at the first try; writes as if in the middle of it.
STAY = """
import os
if not Path(RUN_DIR, 'pid').exists():
    Path(RUN_DIR, '.done.txt.1.tmp').write_text('ha')
    Path(RUN_DIR, 'pid').write_text(str(os.getpid()))
    while True:
        sum(range(1000))
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write the notebook `one`, whose last cell is the code."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(notebooks, "NOTEBOOKS", folder)

    def write(code: str, kernel: str = "python3") -> Path:
        parameters = new_code_cell('RUN_DIR: str = "."  # Folder\nOTHER: str = "."  # Folder of the other run')
        parameters.metadata["tags"] = ["parameters"]
        cells = [
            parameters,
            new_code_cell(f"from pathlib import Path\n{code}\nPath(RUN_DIR, 'done.txt').write_text('x')"),
        ]
        spec = {"kernelspec": {"name": kernel, "display_name": "Python 3", "language": "python"}}
        nbformat.write(new_notebook(cells=cells, metadata=spec), folder / "one.ipynb")
        return folder

    return write


def start(folder: Path, run_dir: Path, other: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), str(run_dir), str(other)], stderr=subprocess.PIPE, text=True
    )


def test_two_runs_at_the_same_time_have_a_kernel_each_and_say_nothing(write, tmp_path):
    folder, one, two = write(MEET), tmp_path / "one", tmp_path / "two"
    for process in (start(folder, one, two), start(folder, two, one)):
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0 and errors == ""
    assert (one / "here").read_text() != (two / "here").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sockets without a file")
def test_on_linux_kernels_take_no_ports(write, tmp_path):
    write("from ipykernel.connect import get_connection_info\nPath(RUN_DIR, 'here').write_text(get_connection_info())")
    notebooks.run_notebook(tmp_path / "run", "one", {"RUN_DIR": str(tmp_path / "run")})
    here = (tmp_path / "run/here").read_text()
    assert '"transport": "ipc"' in here and '"ip": "@' in here and "curve_publickey" in here
    assert sorted(p.name for p in (tmp_path / "run").rglob("*") if p.is_file()) == ["done.txt", "here", "one.ipynb"]


def test_a_killed_run_takes_its_kernel_along_and_the_next_start_ends_as_if_nothing_had_happened(write, tmp_path):
    folder, run_dir = write(STAY), tmp_path / "run"
    process = start(folder, run_dir, tmp_path)
    kernel = run_dir / "pid"
    wait_for(lambda: kernel.exists() and kernel.read_text(), 60)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    again = start(folder, run_dir, tmp_path)
    wait_for(lambda: not is_running(int(kernel.read_text())), 20)
    _, errors = again.communicate(timeout=120)
    assert again.returncode == 0 and errors == ""
    left = sorted(path.name for path in run_dir.rglob("*") if path.is_file())
    assert left == [".lock", "done.txt", "one.ipynb", "pid", "run.json"]


def test_notebooks_share_a_kernel_and_know_nothing_of_each_other(write, tmp_path):
    write("""
import os
known = "left" in globals() or 2 in Out
left = 1
Path(RUN_DIR, "told").write_text(f"{os.getpid()} {known} {get_ipython().execution_count}")""")
    told = []
    with notebooks.kernels.kept(tmp_path / "run/.kernel.tmp", tmp_path):
        for _ in range(2):
            notebooks.run_notebook(tmp_path / "run", "one", {"RUN_DIR": str(tmp_path / "run")})
            told.append((tmp_path / "run/told").read_text().split())
    assert told[0] == told[1] and told[0][1:] == ["False", "4"]  # the parameters are a cell, too
    assert not list((tmp_path / "run").rglob(".*"))


def test_a_kernel_that_died_between_two_notebooks_is_replaced(write, tmp_path):
    write("import os\nPath(RUN_DIR, 'pid').write_text(str(os.getpid()))")
    pids = []
    with notebooks.kernels.kept(tmp_path / ".kernel.tmp", tmp_path):
        for _ in range(2):
            notebooks.run_notebook(tmp_path / "run", "one", {"RUN_DIR": str(tmp_path / "run")})
            pids.append(int((tmp_path / "run/pid").read_text()))
            os.kill(pids[-1], signal.SIGKILL)
    assert pids[0] != pids[1]


def test_a_kernel_begun_for_nothing_leaves_nothing(tmp_path):
    with notebooks.kernels.kept(tmp_path / "runs/one/.kernel.tmp", tmp_path) as kernel:
        kernel.begin()
        assert (tmp_path / "runs/one/.kernel.tmp").exists()
    assert not list(tmp_path.iterdir())


def test_a_client_is_ready_once_it_hears_the_kernel_and_says_when_that_is_gone(tmp_path):
    with notebooks.kernels.lent(tmp_path / ".kernel.tmp", tmp_path) as manager:
        client = manager.client()
        client.start_channels()
        run_sync(client.wait_for_ready)()
        asked = client.execute("print('heard')")
        told = []
        while "heard\n" not in told:
            message = run_sync(client.get_iopub_msg)(timeout=20)
            assert message["parent_header"]["msg_id"] == asked  # nothing of before is left to be heard
            told.append(message["content"].get("text"))
        run_sync(manager.signal_kernel)(signal.SIGKILL)
        with pytest.raises(RuntimeError, match="does not answer"):
            run_sync(client.wait_for_ready)()


def test_a_kernel_that_cannot_start_is_one_error(write, tmp_path, monkeypatch):
    write("")
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit(1)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(StageError, match="one failed: its kernel could not be started"):
        notebooks.run_notebook(tmp_path / "run", "one", {})


def wait_for(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie that nobody has asked after yet."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(state) and not state.startswith("Z")
