"""Signals end a command within seconds: by an exception, which leaves all files whole, and by force if that is lost."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 3.0  # seconds until an exception that some library has swallowed is not waited for any more
MESSAGE = "standpoints: Interrupted. The same command goes on where it stopped."
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_NO_SIGNAL = 0


class Interruption:
    """The signal that came, if one did."""

    def __init__(self) -> None:
        self.signal = _NO_SIGNAL
        self._timer = threading.Timer(GRACE, self._give_up)
        self._timer.daemon = True

    @property
    def exit_status(self) -> int:
        """128 and the signal's number, as shells count: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + (self.signal or signal.SIGINT)

    def receive(self, number: int, frame: FrameType | None) -> None:
        """Stop whatever is going on; further signals change nothing.

        Raises:
            KeyboardInterrupt: For the first signal.
        """
        if self.signal:
            return
        self.signal = number
        self._timer.start()
        raise KeyboardInterrupt

    def end(self) -> None:
        """No more is to be stopped."""
        self._timer.cancel()

    def _give_up(self) -> None:
        print(MESSAGE, file=sys.stderr, flush=True)
        os._exit(self.exit_status)


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Let signals raise `KeyboardInterrupt` inside the block; outside the main thread, nothing is changed."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    before = {number: signal.signal(number, interruption.receive) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        interruption.end()
        for number, handler in before.items():
            signal.signal(number, handler)
