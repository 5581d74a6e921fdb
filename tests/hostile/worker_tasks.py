"""What the workers of tests do: in a file of its own that imports little, since every worker reads it."""

import os
import signal
import time


def twice(factor: int):
    """What a worker of these tests does: multiply, or as the task says."""

    def work(task):
        if task == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if task == "fail":
            raise ValueError("no")
        if task == "who":
            return os.getpid()
        if task == "sleep":
            time.sleep(600)
        return factor * task

    return work


def never(status: int):
    """A worker that ends before it has prepared."""
    os._exit(status)


def stumble(folder):
    """A worker of which the first two end before they have prepared."""
    tries = len(list(folder.iterdir()))
    (folder / str(tries)).touch()
    if tries < 2:
        os._exit(1)
    return twice(2)
