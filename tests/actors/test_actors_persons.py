from datetime import date
from itertools import pairwise

import pytest
from spacy.tokens import Doc, Span

from helpers.actors.catalogue import load_catalogue
from helpers.actors.matcher import ActorMatcher
from helpers.actors.mentions import find_mentions
from helpers.actors.persons import find_persons

DESCRIPTIONS = [
    ("State Department spokesman Arno Keel told reporters to wait.", "arno_keel", "spokesman", "USA"),
    ("Turkish Foreign Minister Arno Keel said no.", "arno_keel", "Foreign Minister", "TUR"),
    ("Peru's Foreign Minister Arno Keel said no.", "arno_keel", "Foreign Minister", "PER"),
    ("Norwegian political analyst Arno Keel said no.", "arno_keel", "political analyst", "NOR"),
    ("Arno Keel, the prime minister of Latvia, said no.", "arno_keel", "prime minister", "LVA"),
    ("Arno Keel, Kenya's ambassador to the EU, said no.", "arno_keel", "ambassador to the EU", "KEN"),
    ("Arno Keel, director of the IMF, said no.", "arno_keel", "director", "imf"),
    ("The spokesman of NATO, Arno Keel, said no.", "arno_keel", "spokesman", "nato"),
    ("Former Dutch minister Arno Keel said no.", "arno_keel", "Former minister", "NLD"),
    ("Arno Keel, having met the Dutch president, said no.", "arno_keel", None, None),
    ("There were Dutch officials Arno Keel had met.", "arno_keel", None, None),
    ("Arno Keel said no.", "arno_keel", None, None),
]  # fmt: skip


def analyse(text, nlp, matcher, published=None):
    doc = nlp(text)
    return find_persons(doc, find_mentions(doc, matcher), matcher.catalogue, published)


@pytest.mark.parametrize(
    ("text", "actor_id", "role", "affiliation"), DESCRIPTIONS, ids=[case[0] for case in DESCRIPTIONS]
)
def test_role_and_affiliation_are_read_around_the_name(nlp, matcher, text, actor_id, role, affiliation):
    persons = {p.actor_id: p for p in analyse(text, nlp, matcher)[1]}
    assert (persons[actor_id].role, persons[actor_id].affiliation) == (role, affiliation)


def test_last_names_and_initials_join_the_full_name(nlp, matcher):
    text = "Norwegian analyst Arno Keel was calm. Keel waited. A. Keel left. O. Keel stayed."
    mentions, persons = analyse(text, nlp, matcher)
    linked = [(m.text, m.actor_id) for m in mentions if m.label == "PERSON"]
    assert linked == [("Arno Keel", "arno_keel"), ("Keel", "arno_keel"), ("A. Keel", "arno_keel"), ("O. Keel", None)]
    assert [(p.name, p.n_mentions) for p in persons] == [("Arno Keel", 3)]


def test_two_persons_of_one_last_name_are_kept_apart(nlp, matcher):
    text = "Norwegian analyst Arno Keel met the economist Maren Keel. Keel told reporters that it was over."
    mentions, persons = analyse(text, nlp, matcher)
    assert {p.actor_id for p in persons} == {"arno_keel", "maren_keel"}
    assert [m.actor_id for m in mentions if m.text == "Keel"] == [None]


def test_a_last_name_of_the_catalogue_yields_to_the_articles_own_person(nlp, matcher):
    text = "The grocer Arthur Putin opened a shop in Leeds. Putin sells bread there."
    mentions, _ = analyse(text, nlp, matcher)
    assert "vladimir_putin" not in {m.actor_id for m in mentions}


def test_a_users_last_name_does_not_capture_another_full_name(nlp, tmp_path):
    path = tmp_path / "actors.yaml"
    path.write_text("actors:\n  - {id: matthew_miller, aliases: [Miller]}\n", encoding="utf-8")
    matcher = ActorMatcher(load_catalogue(path), nlp)
    mentions = find_mentions(nlp("The plays of Arthur Miller are long. Miller told reporters to wait."), matcher)
    assert [(m.text, m.actor_id) for m in mentions] == [("Arthur Miller", None), ("Miller", "matthew_miller")]


def test_misspellings_join_the_person_with_less_confidence(nlp, matcher):
    text = "US Secretary of State Antony Blinken spoke in Oslo. Blinkan told reporters to wait. Blinken left."
    mentions, persons = analyse(text, nlp, matcher)
    found = {m.text: m for m in mentions}
    assert found["Blinkan"].actor_id == "antony_blinken"
    assert found["Blinkan"].confidence < found["Blinken"].confidence
    assert [p.n_mentions for p in persons] == [3]


def test_catalogue_roles_hold_in_their_time_only(nlp, matcher):
    text = "Angela Merkel said that the talks would go on."
    roles = {day: analyse(text, nlp, matcher, day)[1][0][2:4] for day in (date(2019, 5, 1), date(2023, 5, 1), None)}
    assert roles == {
        date(2019, 5, 1): ("Chancellor", "DEU"),
        date(2023, 5, 1): (None, None),
        None: ("Chancellor", "DEU"),
    }


def test_lone_unknown_names_stay_open(nlp, matcher):
    mentions, persons = analyse("Then Haskew told reporters that it was over.", nlp, matcher)
    assert [m.actor_id for m in mentions if m.text == "Haskew"] in ([None], [])
    assert persons == []


def test_mentions_are_sorted_and_do_not_overlap(nlp, sample_matcher):
    text = (
        "Karvenian Foreign Ministry spokesman Mirel Tanov and Belmora's Foreign Minister, Petra Lindqvar, met the "
        "Meridian Council in Port Selm. Lindqvar thanked the Council. Official Karvos was silent, TANOV added."
    )
    mentions, _ = analyse(text, nlp, sample_matcher)
    assert all(one.end <= two.start for one, two in pairwise(mentions))
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert [(m.text, m.actor_id) for m in mentions] == [
        ("Karvenian Foreign Ministry", "karvenia"),
        ("Mirel Tanov", "mirel_tanov"),
        ("Belmora", "belmora"),
        ("Petra Lindqvar", "petra_lindqvar"),
        ("Meridian Council", "meridian_council"),
        ("Port Selm", "orvane"),
        ("Lindqvar", "petra_lindqvar"),
        ("Council", "meridian_council"),
        ("Official Karvos", "karvenia"),
        ("TANOV", "mirel_tanov"),
    ]


def test_users_bodies_are_put_together_with_their_state(nlp, sample_matcher):
    text = "The Ministry of Trade of Belmora, Orvane's Water Ministry and the Foreign Ministry in Karvos agreed."
    mentions, _ = analyse(text, nlp, sample_matcher)
    assert [(m.text, m.actor_id) for m in mentions] == [
        ("Ministry of Trade of Belmora", "belmora"),
        ("Orvane's Water Ministry", "orvane"),
        ("Foreign Ministry in Karvos", "karvenia"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "actor_id"),
    [
        ("Sergej Lavrov rejected the draft.", "Sergej Lavrov", "sergei_lavrov"),
        ("The talks with V. Putin failed.", "V. Putin", "vladimir_putin"),
        ("The talks with Arthur Putin failed.", "Arthur Putin", "arthur_putin"),
    ],
)
def test_a_name_of_the_catalogue_is_known_in_another_spelling(nlp, matcher, text, name, actor_id):
    mentions, _ = analyse(text, nlp, matcher)
    assert (name, actor_id) in [(m.text, m.actor_id) for m in mentions]


def test_a_seat_is_no_person_whatever_the_model_says(nlp, matcher):
    doc = Doc(nlp.vocab, words=["The", "Selmic", "Winter", "Palace", "rejected", "it", "."])
    doc.ents = [Span(doc, 1, 4, "PERSON")]
    mentions, persons = find_persons(doc, find_mentions(doc, matcher), matcher.catalogue)
    assert ([m.label for m in mentions], persons) == (["ORG"], [])
