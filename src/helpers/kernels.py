"""The kernel that notebooks run in: one for all that a command runs, as its start and the imports take seconds."""

import asyncio
import math
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from traitlets.config import Config

NAME = "python3"
_MODULES = ("corpus", "extraction", "statements", "comparison.briefing", "report", "exports")  # that notebooks import
_ARGUMENTS = [
    "--log-level=50",  # a kernel that is stopped has nothing to tell the user
    "--IPKernelApp.exec_lines=from helpers.imports import lightly",
    f"--IPKernelApp.exec_lines=with lightly():\n for name in {_MODULES}: __import__('helpers.' + name)",
]
_WITH_WORKERS = "--IPKernelApp.exec_lines=from helpers import engines; engines.begin_workers()"
# As if nothing had run, but for modules: names, inputs and outputs go, and cells are counted from 1 again.
_FORGET = "get_ipython().reset(new_session=True); import gc; gc.collect()"
_SECONDS_TO_LOOK = 1.0  # until it is asked again whether a kernel is still there
_SECONDS_TO_HEAR = 0.2  # what it has published by now


class Client(AsyncKernelClient):
    """A client that knows by what the kernel says when it is heard, where Jupyter's waits for silence each time."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and until what it publishes comes through.

        Args:
            timeout: At most so many seconds; by default as long as the kernel is there.

        Raises:
            RuntimeError: If it is gone, or the time is over.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._is_heard():
            if not await self.is_alive() or time.monotonic() > end:
                raise RuntimeError("it does not answer")

    async def _is_heard(self) -> bool:
        asked = self.kernel_info()
        with suppress(Empty):
            reply = await self.get_shell_msg(timeout=_SECONDS_TO_LOOK)
            while reply["msg_type"] == "kernel_info_reply":
                told = await self.get_iopub_msg(timeout=_SECONDS_TO_HEAR)
                is_own = told["parent_header"].get("msg_id") == asked
                if is_own and told["content"].get("execution_state") == "idle":  # the last that it says of that
                    self._handle_kernel_info_reply(reply)
                    return True
        return False


class Manager(AsyncKernelManager):
    """A kernel's manager that can close the channels to it, of whoever opened them."""

    def client(self, **options: Any) -> Any:
        """A client of the kernel, as Jupyter makes it."""
        client = super().client(**options)
        self._clients = [*getattr(self, "_clients", ()), client]
        return client

    def close_channels(self) -> None:
        """Let all clients go."""
        for client in getattr(self, "_clients", ()):
            client.stop_channels()
        self._clients = []


def folder_in(run_dir: Path) -> Path:
    """Where this process's kernel may keep its own files; the next run removes it if this one is killed."""
    return run_dir.resolve() / f".kernel.{os.getpid()}.tmp"


class Kernel:
    """A kernel that is started when it is first asked for, and again if it is no longer there.

    Args:
        folder: Where it keeps its own files; made when it is started, and removed.
        working_folder: Where relative paths in notebooks begin.
    """

    def __init__(self, folder: Path, working_folder: Path) -> None:
        self._folder, self._working_folder = folder, working_folder
        self._manager: Manager | None = None
        self._made: list[Path] = []

    def begin(self, *, with_workers: bool = False) -> None:
        """Start it now if it is not there, so that it can import what notebooks need meanwhile; say no error yet.

        Args:
            with_workers: Whether its workers are to begin, too.
        """
        if self._manager is None:
            with suppress(RuntimeError, NoSuchKernel, OSError):
                self._start([_WITH_WORKERS] if with_workers else [])

    def _start(self, arguments: Sequence[str] = ()) -> None:
        self._made = [path for path in (self._folder, *self._folder.parents) if not path.exists()]
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        manager = Manager(kernel_name=NAME, config=options(), client_factory=Client)
        with _nothing_at_home(self._folder):
            run_sync(manager.start_kernel)(extra_arguments=[*_ARGUMENTS, *arguments], cwd=str(self._working_folder))
        self._manager = manager

    def fresh(self) -> Manager:
        """The manager of the kernel, which knows nothing of what ran in it before.

        Raises:
            RuntimeError, NoSuchKernel: If it cannot be started.
        """
        if self._manager is None or not run_sync(_forget)(self._manager):
            self.end()
            self._start()
        assert self._manager is not None
        return self._manager

    def end(self) -> None:
        """Stop the kernel, if there is one, and remove its files, and folders that were made for them and are empty."""
        if self._manager is not None:
            self._manager.close_channels()
            run_sync(self._manager.shutdown_kernel)(now=True)
            self._manager = None
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):
            for folder in self._made[1:]:
                folder.rmdir()


_kept: ContextVar[Kernel | None] = ContextVar("kept", default=None)  # each thread has its own


@contextmanager
def kept(folder: Path, working_folder: Path) -> Iterator[Kernel]:
    """Let all notebooks that are run inside the block share a kernel; inside another such block, that one's.

    Args:
        folder: As for `Kernel`.
        working_folder: As for `Kernel`.
    """
    outer = _kept.get()
    if outer is not None:
        yield outer
        return
    kernel = Kernel(folder, working_folder)
    token = _kept.set(kernel)
    try:
        yield kernel
    finally:
        _kept.reset(token)
        kernel.end()


@contextmanager
def lent(folder: Path, working_folder: Path) -> Iterator[Manager]:
    """A kernel for one notebook: the kept one, or one of its own.

    Args:
        folder: As for `Kernel`.
        working_folder: As for `Kernel`.

    Yields:
        The manager of the running kernel.

    Raises:
        RuntimeError, NoSuchKernel: If it cannot be started.
    """
    kept_one = _kept.get()
    kernel = kept_one or Kernel(folder, working_folder)
    is_well = False
    try:
        manager = kernel.fresh()
        yield manager
        manager.close_channels()
        is_well = True
    finally:
        if not (is_well and kernel is kept_one):
            kernel.end()


def options() -> Config:
    """What a kernel's manager is told.

    Where the system has sockets without a file (Linux), the kernel listens on some of its own: ports are looked up
    before they are taken, and another run may take them in between. Elsewhere it listens on local ports.
    """
    manager = {"transport_encryption": "auto"}
    if sys.platform == "linux":
        manager |= {"transport": "ipc", "ip": f"@standpoints-{uuid4().hex}"}
    return Config({"KernelManager": manager})


async def _forget(manager: Manager) -> bool:
    """Clear a kernel when it is through with its imports; whether that went well."""
    client = manager.client()
    client.start_channels()
    try:
        reply = asyncio.ensure_future(client.execute(_FORGET, silent=True, reply=True))
        while not reply.done():
            if not await manager.is_alive():
                reply.cancel()
                return False
            await asyncio.wait({reply}, timeout=_SECONDS_TO_LOOK)
        return bool(reply.result()["content"]["status"] == "ok")
    finally:
        manager.close_channels()


@contextmanager
def _nothing_at_home(folder: Path) -> Iterator[None]:
    """Let Jupyter and IPython keep their own files in `folder`, not in the user's home, which may be read-only."""
    names = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(folder)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
