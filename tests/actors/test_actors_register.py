import pandas as pd
import pytest

from helpers import tables
from helpers.actors.register import attribute_actors, build_actors, link_across_documents


def mention(document_id, start, text, label, actor_id):
    return {
        "mention_id": f"{document_id}#m{start}", "document_id": document_id, "start": start, "end": start + len(text),
        "text": text, "label": label, "actor_id": actor_id, "confidence": 0.9,
    }  # fmt: skip


def person(document_id, actor_id, name, role, affiliation):
    return {
        "document_id": document_id, "actor_id": actor_id, "name": name, "role": role, "affiliation": affiliation,
        "n_mentions": 1,
    }  # fmt: skip


def quotation(document_id, number, source, source_end, speaker_id=None, actor_id=None, resolution="named"):
    return {
        "quotation_id": f"{document_id}#q{number}", "document_id": document_id, "kind": "direct", "content": "No",
        "content_spans": [(0, 2)], "source": source, "source_start": source_end - len(source), "source_end": source_end,
        "speaker_id": speaker_id, "actor_id": actor_id, "resolution": resolution, "confidence": 0.9, "flags": [],
    }  # fmt: skip


MENTIONS = [
    mention("a", 0, "Ena Varr", "PERSON", "ena_varr"),
    mention("a", 20, "Peru", "GPE", "PER"),
    mention("a", 40, "Varr", "PERSON", "ena_varr"),
    mention("b", 5, "Varr", "PERSON", None),
    mention("b", 30, "Lima", "GPE", "PER"),
    mention("c", 5, "Varr", "PERSON", None),
    mention("d", 5, "Varr", "PERSON", None),
    mention("d", 30, "Peruvian", "NORP", "PER"),
]
PERSONS = [person("a", "ena_varr", "Ena Varr", "foreign minister", "PER")]
QUOTATIONS = [
    quotation("a", 1, "Ena Varr", 8, "ena_varr"),
    quotation("b", 1, "Minister Varr", 9),
    quotation("d", 1, "historian Varr", 9),
    quotation("d", 2, "Peruvian officials", 99, None, "PER", "nominal"),
]


def linked(mentions=MENTIONS, quotations=QUOTATIONS, persons=PERSONS):
    return link_across_documents(
        tables.MENTIONS.table(mentions), tables.QUOTATIONS.table(quotations), tables.PERSONS.table(persons)
    )


def ids(table, column):
    return [None if pd.isna(value) else value for value in table[column]]


def test_a_lone_last_name_is_linked_where_its_side_is_named_and_its_role_agrees():
    mentions, quotations, persons = linked()
    assert ids(mentions, "actor_id")[2:] == ["ena_varr", "ena_varr", "PER", None, None, "PER"]
    assert list(mentions["confidence"])[2:4] == [0.9, 0.5]
    assert ids(quotations, "speaker_id") == ["ena_varr", "ena_varr", None, None]
    assert list(zip(persons["document_id"], persons["actor_id"], strict=True)) == [("a", "ena_varr"), ("b", "ena_varr")]


def test_a_last_name_of_two_persons_is_linked_to_neither():
    rivals = [*PERSONS, person("e", "otto_varr", "Otto Varr", "senator", "PER")]
    assert ids(linked(persons=rivals)[0], "actor_id")[3] is None


def test_linking_leaves_its_input_alone_and_works_on_nothing():
    table = tables.MENTIONS.table(MENTIONS)
    before = table.copy()
    link_across_documents(table, tables.QUOTATIONS.table(QUOTATIONS), tables.PERSONS.table(PERSONS))
    pd.testing.assert_frame_equal(table, before)
    empty = linked([], [], [])
    assert [len(part) for part in empty] == [0, 0, 0]


def test_actors_count_mentions_and_keep_the_forms_seen(catalogue):
    mentions, _, persons = linked()
    actors = build_actors(mentions, persons, catalogue).set_index("actor_id")
    tables.ACTORS.validate(actors.reset_index())
    assert list(actors.index) == ["PER", "ena_varr"]
    assert list(actors.loc["PER", ["name", "kind", "n_mentions", "n_documents"]]) == ["Peru", "state", 3, 3]
    assert actors.loc["PER", "aliases"] == ["Lima", "Peru", "Peruvian"]
    assert actors.loc["ena_varr", "aliases"] == ["Varr", "Ena Varr"]
    assert list(actors.loc["ena_varr", ["kind", "role", "affiliation"]]) == ["person", "foreign minister", "PER"]
    assert list(actors["known_from"]) == ["countries", "articles"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_role_that_most_documents_say_wins_whatever_their_order(catalogue, order):
    said = ["Foreign Minister", "foreign minister", "envoy", "envoy", "Envoy", "aide"][::order]
    persons = tables.PERSONS.table(
        [person(f"d{n}", "ena_varr", "Ena Varr", role, "PER") for n, role in enumerate(said)]
    )
    mentions = tables.MENTIONS.table([mention("d0", 0, "Ena Varr", "PERSON", "ena_varr")])
    actors = build_actors(mentions, persons, catalogue).set_index("actor_id")
    assert actors.loc["ena_varr", "role"] == "Envoy"
    assert list(actors.index) == ["PER", "ena_varr"], "the affiliation is there although nobody names it"


@pytest.mark.parametrize(("said", "affiliation"), [(1, None), (2, "PER"), (12, "PER")])
def test_what_one_of_many_documents_says_makes_nobody_speak_for_a_state(catalogue, said, affiliation):
    rows = [
        person(f"d{n:02}", "ena_varr", "Ena Varr", "aide" if n < said else None, "PER" if n < said else None)
        for n in range(12)
    ]
    mentions = tables.MENTIONS.table([mention("d00", 0, "Ena Varr", "PERSON", "ena_varr")])
    actors = build_actors(mentions, tables.PERSONS.table(rows), catalogue).set_index("actor_id")
    assert actors["affiliation"].astype(object).where(actors["affiliation"].notna(), None)["ena_varr"] == affiliation


def test_speakers_speak_for_their_affiliation_and_experts_for_themselves(catalogue):
    persons = tables.PERSONS.table([*PERSONS, person("a", "otto_lind", "Otto Lind", "historian", "PER")])
    mentions = tables.MENTIONS.table([*MENTIONS, mention("a", 60, "Otto Lind", "PERSON", "otto_lind")])
    actors = build_actors(mentions, persons, catalogue)
    rows = [
        quotation("a", 1, "Ena Varr", 8, "ena_varr"),
        quotation("a", 2, "Otto Lind", 69, "otto_lind"),
        quotation("a", 3, "Lima", 99, "PER"),
        quotation("a", 4, "Peruvian officials", 120, None, "PER", "nominal"),
        quotation("a", 5, "somebody", 140, None, None, "none"),
    ]
    quotations = tables.QUOTATIONS.table(rows)
    by_default = attribute_actors(quotations, actors, persons, catalogue)
    assert ids(by_default, "actor_id") == ["PER", "otto_lind", "PER", "PER", None]
    by_side = attribute_actors(quotations, actors, persons, catalogue, experts_speak_for="affiliation")
    assert ids(by_side, "actor_id") == ["PER", "PER", "PER", "PER", None]
    by_person = attribute_actors(quotations, actors, persons, catalogue, officials_speak_for="self")
    assert ids(by_person, "actor_id") == ["ena_varr", "otto_lind", "PER", "PER", None]


def test_who_changed_sides_speaks_for_the_side_of_the_day(catalogue):
    sides = {"a": "NLD", "b": "nato", "c": "nato"}
    persons = tables.PERSONS.table([person(d, "mark_rutte", "Mark Rutte", "leader", side) for d, side in sides.items()])
    mentions = tables.MENTIONS.table([mention(d, 0, "Mark Rutte", "PERSON", "mark_rutte") for d in sides])
    actors = build_actors(mentions, persons, catalogue)
    said = tables.QUOTATIONS.table([quotation(d, 1, "Mark Rutte", 10, "mark_rutte") for d in sides])
    assert ids(attribute_actors(said, actors, persons, catalogue), "actor_id") == ["NLD", "nato", "nato"]


def test_a_last_name_after_its_persons_role_is_linked_across_documents():
    mentions = tables.MENTIONS.table(
        [
            mention("a", 6, "Ena Varr", "PERSON", "ena_varr"),
            mention("b", 6, "Varr", "PERSON", None),
            mention("b", 40, "Varr", "ORG", None),
        ]
    )
    said = tables.QUOTATIONS.table([quotation("b", 1, "Mayor Varr", 10)])
    people = tables.PERSONS.table([person("a", "ena_varr", "Ena Varr", "mayor", None)])
    linked, spoken, _ = link_across_documents(mentions, said, people)
    assert linked["actor_id"].tolist() == ["ena_varr"] * 3
    assert spoken["speaker_id"].tolist() == ["ena_varr"]


def test_a_last_name_after_another_role_stays_open():
    mentions = tables.MENTIONS.table(
        [mention("a", 6, "Ena Varr", "PERSON", "ena_varr"), mention("b", 6, "Varr", "PERSON", None)]
    )
    said = tables.QUOTATIONS.table([quotation("b", 1, "Judge Varr", 10)])
    people = tables.PERSONS.table([person("a", "ena_varr", "Ena Varr", "mayor", None)])
    linked, _, _ = link_across_documents(mentions, said, people)
    assert linked["actor_id"].isna().sum() == 1
