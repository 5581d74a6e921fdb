"""Parses kept on disk."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from helpers.errors import StoreError, TableSchemaError
from helpers.parses import clear_parts, compose, digest_parses, iter_parses, iter_parts, join, pack, split, write_part
from helpers.part_records import PartRecord, digest
from helpers.places import beside, places_at, record_name


def parsed(document_id: str) -> Doc:
    """A sentence with a title above it, as a parser would leave it."""
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Ana", "\n", "She", "refuses", "to", "sign", "."],
        spaces=[False, False, True, True, True, False, False],
        heads=[0, 0, 3, 3, 5, 3, 3],
        deps=["ROOT", "dep", "nsubj", "ROOT", "aux", "xcomp", "punct"],
        tags=["NNP", "_SP", "PRP", "VBZ", "TO", "VB", "."],
        pos=["PROPN", "SPACE", "PRON", "VERB", "PART", "VERB", "PUNCT"],
        lemmas=["Ana", "\n", "she", "refuse", "to", "sign", "."],
        sent_starts=[True, False, True, False, False, False, False],
    )
    doc.ents = [Span(doc, 0, 1, label="PERSON")]
    doc.user_data["document_id"] = document_id
    return doc


def features(doc: Doc) -> list[tuple]:
    return [(t.text, t.idx, t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_, t.is_sent_start) for t in doc]


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "~nobody-of-this-name/x"])
def test_a_place_that_no_path_can_be_is_named(name):
    with pytest.raises(StoreError, match="Parts cannot be kept at"):
        places_at(name)


def test_parses_come_back_as_they_were_written(tmp_path):
    write_part(tmp_path, 0, pack([parsed("d1")]))
    ((document_id, doc),) = iter_parses(tmp_path)
    assert document_id == "d1"
    assert doc.text == parsed("d1").text
    assert features(doc) == features(parsed("d1"))
    assert [sentence.text for sentence in doc.sents] == [sentence.text for sentence in parsed("d1").sents]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ana", "PERSON")]


def test_packs_that_are_put_together_are_as_if_packed_at_once():
    docs = {name: parsed(name) for name in "abcd"}
    assert join([pack([docs["a"], docs["b"]]), pack([docs["c"]])]) == pack([docs["a"], docs["b"], docs["c"]])
    other = parsed("b")
    other[0].lemma_ = "Anna"
    sources = [
        (pack([docs["a"], docs["d"]]), ["a", "d"]),
        (pack([other, docs["c"]]), ["c"]),
        (pack([docs["b"]]), ["b"]),
    ]
    assert compose("abcd", sources) == pack(docs.values())


def test_each_parse_of_a_pack_is_as_if_packed_alone():
    other = parsed("b")
    other[0].lemma_ = "Anna"
    assert split(pack([parsed("a"), other])) == {"a": pack([parsed("a")]), "b": pack([other])}


def test_parses_have_the_same_digests_whatever_is_packed_with_them(tmp_path):
    changed = parsed("c")
    changed[3].lemma_ = "deny"
    packs = [pack([parsed("a"), parsed("b")]), pack([parsed("b"), changed]), pack([parsed("c")])]
    for number, packed in enumerate(packs):
        write_part(tmp_path, number, packed)
    first, second, third = (part.digests for part in iter_parts(tmp_path))
    assert list(first) == ["a", "b"] and first["b"] == second["b"] != first["a"]
    assert second["c"] != third["c"]


def test_what_is_noted_of_a_part_is_believed_of_the_parses_that_it_was_noted_of(tmp_path):
    noted, others = pack([parsed("a")]), pack([parsed("a"), parsed("b")])
    record = PartRecord("parser", "settings", {"a": "key"}, {"a": "as noted"}, {"parses": digest(noted)})
    write_part(tmp_path / "parses", 0, noted)
    (unknown,) = iter_parts(tmp_path / "parses")
    beside(tmp_path / "parses").rows.write(record_name("000000"), record.packed())
    (known,) = iter_parts(tmp_path / "parses")
    write_part(tmp_path / "parses", 0, others)
    (changed,) = iter_parts(tmp_path / "parses")
    assert known == ({"a": "as noted"}, noted)
    assert unknown.digests == digest_parses(noted) == {"a": changed.digests["a"]}
    assert list(changed.digests) == ["a", "b"]


def test_parts_are_read_in_the_order_of_their_numbers(tmp_path):
    for number in (10, 2, 0):
        write_part(tmp_path, number, pack([parsed(f"d{number}a"), parsed(f"d{number}b")]))
    assert [document_id for document_id, _ in iter_parses(tmp_path)] == ["d0a", "d0b", "d2a", "d2b", "d10a", "d10b"]


def test_only_the_documents_wanted_are_read(tmp_path):
    for number in range(3):
        write_part(tmp_path, number, pack([parsed(f"d{number}a"), parsed(f"d{number}b")]))
    assert [document_id for document_id, _ in iter_parses(tmp_path, only={"d0b", "d2a", "d9"})] == ["d0b", "d2a"]


def test_writing_a_part_again_replaces_it_and_equal_parses_give_equal_bytes(tmp_path):
    write_part(tmp_path, 0, pack([parsed("d1")]))
    before = next(tmp_path.iterdir()).read_bytes()
    write_part(tmp_path, 0, pack([parsed("d2")]))
    assert [document_id for document_id, _ in iter_parses(tmp_path)] == ["d2"]
    write_part(tmp_path, 0, pack([parsed("d1")]))
    assert next(tmp_path.iterdir()).read_bytes() == before


def test_clearing_removes_parts_and_nothing_else(tmp_path):
    write_part(tmp_path, 0, pack([parsed("d1")]))
    (tmp_path / "note.txt").write_text("mine")
    clear_parts(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
    clear_parts(tmp_path / "nowhere")


def test_no_parts_give_no_parses(tmp_path):
    assert list(iter_parses(tmp_path / "nowhere")) == []


def test_a_broken_part_is_named_with_what_to_do(tmp_path):
    (tmp_path / "part-000000.spacy").write_bytes(b"not a parse")
    with pytest.raises(TableSchemaError, match=r"part-000000\.spacy are not readable .*Run 02 again"):
        list(iter_parses(tmp_path))
