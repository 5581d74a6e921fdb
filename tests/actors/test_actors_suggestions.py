import pandas as pd
import pytest

from helpers import tables
from helpers.actors import join_spellings, suggest_aliases
from helpers.actors.catalogue import load_catalogue
from helpers.actors.matcher import ActorMatcher
from helpers.actors.mentions import find_mentions
from helpers.actors.spellings import likeness

TEXTS = {
    "a": "Foreign Minister Ena Varrish of Peru spoke. Varrish was brief.",
    "b": "Foreign Minister Ena Varish of Peru spoke.",
    "c": "Historian Otto Lindgren of Peru wrote, and so did Ena Varrish.",
    "d": "Peru waited for Varrisch to come.",
}


def mention(document_id, text, label, actor_id):
    start = TEXTS[document_id].index(text)
    return {
        "mention_id": f"{document_id}:m{start}", "document_id": document_id, "start": start, "end": start + len(text),
        "text": text, "label": label, "actor_id": actor_id, "confidence": 0.9,
    }  # fmt: skip


def person(document_id, actor_id, name, role="Foreign Minister", affiliation="PER"):
    return {
        "document_id": document_id, "actor_id": actor_id, "name": name, "role": role, "affiliation": affiliation,
        "n_mentions": 1,
    }  # fmt: skip


MENTIONS = [
    mention("a", "Ena Varrish", "PERSON", "ena_varrish"),
    mention("a", "Peru", "GPE", "PER"),
    mention("b", "Ena Varish", "PERSON", "ena_varish"),
    mention("c", "Ena Varrish", "PERSON", "ena_varrish"),
    mention("d", "Peru", "GPE", "PER"),
    mention("d", "Varrisch", "PERSON", None),
]
PERSONS = [
    person("a", "ena_varrish", "Ena Varrish"),
    person("b", "ena_varish", "Ena Varish"),
    person("c", "ena_varrish", "Ena Varrish", role=None, affiliation=None),
]
DOCUMENTS = pd.DataFrame({"document_id": list(TEXTS), "text": list(TEXTS.values())})


def joined(catalogue, persons=PERSONS):
    mentions, _, people = join_spellings(
        tables.MENTIONS.table(MENTIONS), tables.QUOTATIONS.empty(), tables.PERSONS.table(persons), catalogue
    )
    return list(mentions["actor_id"]), list(people["actor_id"])


def suggested(catalogue, mentions=MENTIONS, persons=PERSONS):
    return suggest_aliases(tables.MENTIONS.table(mentions), tables.PERSONS.table(persons), [DOCUMENTS], catalogue)


def test_two_spellings_with_one_role_and_side_are_one_person(catalogue):
    mentions, persons = joined(catalogue)
    assert mentions[:4] == ["ena_varrish", "PER", "ena_varrish", "ena_varrish"]
    assert persons == ["ena_varrish"] * 3


@pytest.mark.parametrize(
    "other",
    [
        person("b", "ena_varish", "Ena Varish", role="Deputy Foreign Minister"),
        person("b", "ena_varish", "Ena Varish", affiliation="CHL"),
        person("b", "ena_varish", "Ena Varish", role=None),
        person("a", "ena_varish", "Ena Varish"),
        person("b", "ena_varish", "Ina Varash"),
    ],
    ids=["another_role", "another_side", "no_role", "both_in_one_article", "another_name"],
)
def test_spellings_are_not_joined_where_anything_speaks_against_it(catalogue, other):
    assert "ena_varish" in joined(catalogue, [PERSONS[0], other, PERSONS[2]])[1]


def test_two_persons_of_the_catalogue_are_never_joined(catalogue):
    minister = {"role": "President", "affiliation": "RUS"}
    persons = [
        person("a", "dmitry_medvedev", "Dmitry Medvedev", **minister),
        person("b", "dmitry_peskov", "Dmitry Medvedyev", **minister),
    ]
    assert joined(catalogue, persons)[1] == ["dmitry_medvedev", "dmitry_peskov"]


def test_a_person_of_the_catalogue_keeps_its_id(catalogue):
    minister = {"role": "President", "affiliation": "BLR"}
    persons = [
        person("a", "alexander_lukashenko", "Alexander Lukashenko", **minister),
        person("b", "alexander_lukashenka", "Alexander Lukashenka", **minister),
        person("c", "alexander_lukashenka", "Alexander Lukashenka", **minister),
    ]
    assert set(joined(catalogue, persons)[1]) == {"alexander_lukashenko"}


def test_what_is_not_joined_is_suggested_with_both_contexts(catalogue):
    rows = suggested(catalogue).set_index("name")
    assert list(rows.index) == ["Ena Varish", "Varrisch"]
    assert list(rows["actor_id"]) == ["ena_varrish", "ena_varrish"]
    assert rows.loc["Varrisch", "known_name"] == "Varrish"
    assert rows.loc["Varrisch", "context"] == TEXTS["d"]
    assert "Foreign Minister Ena Varrish" in rows.loc["Varrisch", "known_context"]
    assert rows["score"].is_monotonic_decreasing


def test_an_article_that_names_both_suggests_nothing(catalogue):
    both = [*MENTIONS, mention("c", "Otto Lindgren", "PERSON", "otto_lindgren")]
    persons = [*PERSONS, person("c", "otto_lindgren", "Otto Lindgren"), person("c", "otto_lindgrin", "Otto Lindgrin")]
    assert "otto_lindgren" not in set(suggested(catalogue, both, persons)["actor_id"])


def test_the_line_of_a_suggestion_accepts_it(tmp_path, catalogue, nlp):
    line = suggested(catalogue).set_index("name").loc["Varrisch", "line"]
    (tmp_path / "actors.yaml").write_text(f"actors:\n{line}\n", encoding="utf-8")
    accepted = load_catalogue(tmp_path / "actors.yaml")
    found = find_mentions(nlp(TEXTS["d"]), ActorMatcher(accepted, nlp))
    assert ("Varrisch", "ena_varrish") in [(m.text, m.actor_id) for m in found]
    mentions = [{**row, "actor_id": "ena_varrish"} if row["text"] == "Varrisch" else row for row in MENTIONS]
    assert "Varrisch" not in set(suggested(accepted, mentions)["name"])


def test_a_hostile_name_stays_text_in_its_line(tmp_path, catalogue):
    name = 'Varrish"]}\n- {id: x'
    row = {**MENTIONS[5], "text": name}
    lines = suggested(catalogue, [*MENTIONS[:5], row])["line"]
    (tmp_path / "actors.yaml").write_text("actors:\n" + "\n".join(lines[:1]) + "\n", encoding="utf-8")
    assert load_catalogue(tmp_path / "actors.yaml").actors.keys() - catalogue.actors.keys() == {"ena_varrish"}


def test_suggestions_do_not_depend_on_the_order_of_rows(catalogue):
    pd.testing.assert_frame_equal(suggested(catalogue), suggested(catalogue, MENTIONS[::-1], PERSONS[::-1]))


@pytest.mark.parametrize(
    ("name", "other"),
    [("Pashinian", "Pashinyan"), ("Zelenskiy", "Zelenskyy"), ("Khajiyev", "Hajiev"), ("Erdoğan", "Erdogan")],
)
def test_transliterations_sound_the_same(name, other):
    assert likeness(name, other) >= 0.95
