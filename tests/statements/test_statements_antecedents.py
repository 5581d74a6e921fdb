"""Whom a common noun stands for."""

import pytest

from helpers.model import parse_text
from helpers.statements.antecedents import Antecedents

ACTORS = {"Seamen's Union": "union", "Norland": "norland", "Lena Holm": "lena_holm", "Piet Ost": "piet_ost"}
ROLES = {"lena_holm": "foreign minister", "piet_ost": "party leader"}


@pytest.fixture
def meant_by(nlp):
    def run(text: str, noun: str) -> str | None:
        doc = parse_text(nlp, text, "d")
        antecedents = Antecedents(ROLES)
        for start, name in sorted((text.index(name), name) for name in ACTORS if name in text):
            span = doc.char_span(start, start + len(name))
            antecedents.add(span, ACTORS[name], person=ACTORS[name] in ROLES)
        return antecedents.find(next(t for t in reversed(doc) if t.lower_ == noun))

    return run


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("The Seamen's Union met in Norland. The union opposes the merger.", "union", "union"),
        ("The Seamen's Union met. A union opposes the merger.", "union", None),
        ("The Seamen's Union met. The party opposes the merger.", "party", None),
        ("Lena Holm met Piet Ost. He praised the minister.", "minister", "lena_holm"),
        ("Lena Holm met Piet Ost. He accused the government of haste.", "government", "lena_holm"),
        ("Piet Ost spoke. He accused the government of haste.", "government", None),
    ],
)
def test_a_common_noun_stands_for_somebody_named_before(meant_by, text, noun, expected):
    assert meant_by(text, noun) == expected
