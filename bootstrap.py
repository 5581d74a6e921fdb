"""Set up Standpoints and run it, from any Python that is around. Standard library only.

usage: python3 bootstrap.py                 set up: find a Python >= 3.12, build .venv from requirements.lock
       python3 bootstrap.py run [CORPUS …]  set up, then `standpoints run` (no CORPUS: the sample)
       python3 bootstrap.py test            set up, then every check that CI runs
       python3 bootstrap.py install LOCK    set up, then add what a lock names to .venv
       python3 bootstrap.py COMMAND …       set up, then any command of .venv
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "standpoints.sha256"
LOCK = ROOT / "requirements.lock"
MINIMUM = (3, 12)
NEWER = ("3.12", "3.13", "3.14")

# Everything that `test` runs, in order; a step that fails does not hide the next one's result.
CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("pytest", "-q", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"),
    ("standpoints", "run", "--out", "runs/sample", "--fresh"),
    (
        "pytest",
        "-q",
        "--nbval-lax",
        "--nbval-current-env",
        "--nbval-cell-timeout=300",
        "-p",
        "no:randomly",
        "notebooks",
    ),
)


def candidates():
    """Yield commands that may be a new enough Python, the user's choice first."""
    if os.environ.get("PYTHON"):
        yield [os.environ["PYTHON"]]
    yield [sys.executable]
    for version in NEWER:
        yield ["python" + version]
        yield ["py", "-" + version]
    for name in ("python3", "python"):
        yield [name]
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", str(home / ".pyenv")))
    found = [path for version in NEWER for path in sorted(pyenv.glob("versions/" + version + "*/bin/python"))]
    for root in (os.environ.get("CONDA_PREFIX"), home / "miniconda3", home / "miniforge3", home / "anaconda3"):
        if root:
            found += [Path(root) / "bin" / "python", Path(root) / "python.exe"]
    for path in found:
        yield [str(path)]
    if shutil.which("uv"):
        for version in NEWER:
            yield ["uv", "run", "--no-project", "--python", version, "python"]


def find_python():
    """Return the path of a Python >= MINIMUM, or exit with what to install."""
    probe = "import sys; print(sys.executable if sys.version_info[:2] >= {!r} else '')".format(MINIMUM)
    for command in candidates():
        try:
            result = subprocess.run(
                [*command, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300, check=False
            )
        except (OSError, subprocess.SubprocessError):
            continue
        path = result.stdout.decode("utf-8", "replace").strip()
        if result.returncode == 0 and path:
            return path
    sys.exit(
        "Standpoints needs Python 3.12 or newer, and none was found (looked at $PYTHON, python3.x, py, pyenv, conda,\n"
        "uv). "
        "Install one, e.g. from python.org, with 'uv python install 3.12', 'pyenv install 3.12' or "
        "'conda create -n py312 python=3.12', or name one: PYTHON=/path/to/python3.12 python3 bootstrap.py"
    )


def wanted():
    """Return the checksum of all that the environment is built from."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def set_up():
    """Build .venv from the lock, unless it is there and current."""
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted():
        return
    python = find_python()
    print("Setting up .venv with", python, flush=True)
    if VENV.exists():
        shutil.rmtree(str(VENV))
    if shutil.which("uv"):
        subprocess.run(["uv", "venv", "--quiet", "--python", python, str(VENV)], check=True, cwd=str(ROOT))
    else:
        subprocess.run([python, "-m", "venv", str(VENV)], check=True)
    install("--require-hashes", "-r", str(LOCK))
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted())


def install(*arguments):
    """Install into .venv, with uv where it is there."""
    if shutil.which("uv"):
        command = ["uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *arguments], check=True)


def run_checks():
    """Run every check; return the number of failed ones."""
    failed = []
    for check in CHECKS:
        print("\n$ " + " ".join(check), flush=True)
        if subprocess.run([str(BIN / check[0]), *list(check[1:])], cwd=str(ROOT)).returncode:
            failed.append(" ".join(check))
    for check in failed:
        print("FAILED: " + check, flush=True)
    return len(failed)


def main(arguments):
    """Set up, then do what was asked; return an exit status."""
    try:
        set_up()
        if arguments[:1] == ["install"]:
            install(*[word for lock in arguments[1:] for word in ("--require-hashes", "-r", lock)])
            return 0
    except subprocess.CalledProcessError as error:
        return "Setting up failed at: {}\nMend what it says above and try again.".format(" ".join(error.cmd))
    if not arguments:
        print("Ready: " + str(BIN))
        return 0
    if arguments == ["test"]:
        return 1 if run_checks() else 0
    command = ["standpoints", *arguments] if arguments[0] == "run" else arguments
    return subprocess.run([str(BIN / command[0]), *command[1:]]).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
