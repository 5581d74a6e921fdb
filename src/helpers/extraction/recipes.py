"""What a part is to hold: enough to write it wherever its articles have been extracted from."""

from collections.abc import Mapping
from typing import NamedTuple

from helpers.places import Places


class Recipe(NamedTuple):
    """A part to write.

    `old` names parts of before, each with the documents that are taken over from it as they are.
    """

    name: str
    keys: Mapping[str, str]  # of its articles, by document_id, in order
    old: Mapping[str, tuple[str, ...]]
    places: Places
    parser: str
    settings: str
