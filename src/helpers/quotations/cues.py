"""The words that signal a quotation, from data/reference/cues.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from helpers.errors import CatalogueError
from helpers.resources import read_reference

SPEECH, THOUGHT = "speech", "thought"
FRAMES = (
    "quote", "clause", "infinitive", "object_infinitive", "object", "complement", "gerund", "particle",
    "noun_clause", "noun_infinitive", "noun_preposition",
)  # fmt: skip


@dataclass(frozen=True)
class Cues:
    """For each frame (see `FRAMES`), the kind (`SPEECH` or `THOUGHT`) of each lemma that may fill it.

    Lemmas of the frames `particle`, `noun_preposition` carry their preposition: `call for`.
    """

    kinds: Mapping[str, Mapping[str, str]]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """All that a lemma may begin with, word by word: other words need not be looked up in any frame."""
        lemmas = {lemma for frame in self.kinds.values() for lemma in frame}
        return frozenset(lemma[:end] for lemma in lemmas for end in _ends_of_words(lemma))

    def kind(self, frame: str, lemma: str) -> str | None:
        """`SPEECH`, `THOUGHT`, or null where `lemma` is no cue in this frame."""
        return self.kinds[frame].get(lemma)

    def is_thought(self, lemma: str) -> bool:
        """Whether `lemma` signals a thought in every frame that it may fill."""
        kinds = {frame[lemma] for frame in self.kinds.values() if lemma in frame}
        return kinds == {THOUGHT}


def _ends_of_words(lemma: str) -> list[int]:
    return [*(place for place, letter in enumerate(lemma) if letter == " "), len(lemma)]


@cache
def load_cues() -> Cues:
    """Read the built-in cue words.

    Raises:
        CatalogueError: If the file names an unknown kind or frame, or lists a lemma twice in one frame.
    """
    return cues_from(read_reference("cues.yaml"))


def cues_from(listed: Mapping[str, Mapping[str, str]]) -> Cues:
    """Turn kind → frame → words (one string, separated by commas) into `Cues`.

    Raises:
        CatalogueError: As for `load_cues`.
    """
    kinds: dict[str, dict[str, str]] = {frame: {} for frame in FRAMES}
    for kind, frames in listed.items():
        if kind not in (SPEECH, THOUGHT):
            raise CatalogueError(f"cues.yaml: unknown kind '{kind}'; allowed are '{SPEECH}' and '{THOUGHT}'.")
        for frame, words in frames.items():
            if frame not in FRAMES:
                raise CatalogueError(
                    f"cues.yaml: unknown frame '{frame}' under '{kind}'; allowed: {', '.join(FRAMES)}."
                )
            for lemma in (word.strip() for word in words.split(",")):
                if lemma in kinds[frame]:
                    raise CatalogueError(f"cues.yaml: '{lemma}' stands twice in frame '{frame}'; leave it in one kind.")
                kinds[frame][lemma] = kind
    return Cues(kinds)
