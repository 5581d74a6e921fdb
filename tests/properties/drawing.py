"""Ways to draw an argument from a world."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.properties.world import Fresh, World

from helpers.evidence import records

type Make = Callable[[World], Any]


def drawn(strategy: st.SearchStrategy) -> Make:
    """What a strategy gives."""
    return lambda world: world.draw(strategy)


def chosen(*values: Any) -> Make:
    """One of some values."""
    return drawn(st.sampled_from(values))


def attribute(name: str) -> Make:
    """What the world has under a name."""
    return lambda world: getattr(world, name)


def several(make: Make, most: int = 3) -> Make:
    """A list of some."""
    return lambda world: world.some(lambda: make(world), most)


def table(name: str) -> Make:
    """A table of the run."""
    return lambda world: world.run.table(name)


def row(name: str) -> Make:
    """A row of a table of the run, what is missing being None."""
    return lambda world: world.one_of(records(world.run.table(name)))


def file(name: str, content: st.SearchStrategy) -> Make:
    """A file of a user's in the call's folder, whatever is in it."""

    def make(world: World) -> Fresh:
        data = world.draw(content)
        data = data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")

        def write(folder: Path) -> Path:
            path = folder / name
            path.write_bytes(data)
            return path

        return Fresh(write)

    return make


def below(*names: str) -> Make:
    """A place in the call's folder where nothing is."""
    return lambda world: Fresh(lambda folder: folder.joinpath(*names))


def run_folder(world: World) -> Fresh:
    """A finished run."""
    return world.run_folder()


def inside(make: Make) -> Make:
    """A value that is made of what lies in the call's folder: `make` gives a function of the folder."""
    return lambda world: Fresh(make(world))
