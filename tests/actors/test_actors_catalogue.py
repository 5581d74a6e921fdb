from datetime import date

import pytest

from helpers.actors.catalogue import load_catalogue
from helpers.errors import CatalogueError

ENTRY = "actors:\n  - {id: %s, name: Ruritania, kind: state, aliases: [%s]}\n"


def write(folder, text, name="actors.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("actors: []\nissues: []\n", ["expected one key 'actors'", "issues"]),
        ("just words", ["expected one key 'actors'"]),
        (
            "actors:\n  - {id: a, name: A, kind: state, alias: [x]}\n",
            ["entry 1 ('a')", "unknown key 'alias'", "aliases"],
        ),
        ("actors:\n  - {id: a, name: A, kind: country}\n", ["key 'kind'", "'country'", "state, organisation, person"]),
        ("actors:\n  - {name: A, kind: state}\n", ["entry 1", "'id' is missing"]),
        ("actors:\n  - {id: a, kind: state}\n", ["'a'", "'name' is missing"]),
        ("actors:\n  - {id: a, name: A}\n", ["'a'", "'kind' is missing"]),
        ("actors:\n  - {id: a b, name: A, kind: state}\n", ["key 'id'", "'a b'"]),
        ("actors:\n  - {id: a, name: 7, kind: state}\n", ["key 'name'", "7"]),
        ("actors:\n  - {id: a, name: A, kind: state, aliases: [true]}\n", ["key 'aliases.0'", "True"]),
        ("actors:\n  - {id: a, name: A, kind: state, aliases: Aland}\n", ["key 'aliases'", "'Aland'"]),
        ("actors:\n  - {id: a, name: A, kind: person, from: '2015-08-10'}\n", ["key 'from'", "2015-08-10"]),
        ("actors:\n  - {id: a, name: A, kind: person, from: 2020-01-02, to: 2019-01-01}\n", ["key 'to'", "before"]),
        ("actors:\n  - {id: a, name: A, kind: person, affiliation: XYZ}\n", ["key 'affiliation'", "'XYZ'"]),
        ("actors:\n  - {id: a, name: A, kind: state}\n  - {id: a, name: B, kind: state}\n", ["'a' is there twice"]),
        (
            "actors:\n  - {id: a, name: Nook, kind: state}\n  - {id: b, name: B, kind: state, aliases: [Nook]}\n",
            ["entry 'b'", "'Nook' is already an alias of 'a'"],
        ),
        (
            "actors:\n  - &x {id: a, name: A, kind: state}\n  - *x\n",
            ["line 2", "anchors (&) and aliases (*) are not allowed"],
        ),
        ("actors:\n  - {id: a, name: A\n", ["is not valid YAML"]),
        ("actors:\n  - !!python/object/apply:os.system [echo]\n", ["is not valid YAML"]),
        ("actors:\n  - a\n", ["entry 1", "found 'a'"]),
    ],
)
def test_a_wrong_catalogue_is_explained_in_one_line(tmp_path, text, expected):
    with pytest.raises(CatalogueError) as error:
        load_catalogue(write(tmp_path, text))
    message = str(error.value)
    assert message.startswith("actors.yaml")
    assert "\n" not in message
    assert [part for part in expected if part not in message] == []


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"nowhere\.yaml"):
        load_catalogue(tmp_path / "nowhere.yaml")


def test_the_users_entry_adds_an_actor_with_its_demonym_in_the_plural(tmp_path):
    catalogue = load_catalogue(write(tmp_path, ENTRY % ("ruritania", "Ruritanian, Strelsau")))
    forms = {form for form, alias in catalogue.aliases.items() if alias.actor_id == "ruritania"}
    assert forms == {"Ruritania", "Ruritanian", "Ruritanians", "Strelsau"}
    assert catalogue.aliases["Ruritanian"].label == "NORP"
    assert catalogue.kind_of("ruritania") == "state"


def test_the_users_entry_overrides_what_it_gives_and_keeps_the_rest(tmp_path, catalogue):
    text = "actors:\n  - {id: maria_zakharova, role: ambassador, affiliation: UKR}\n"
    actor = load_catalogue(write(tmp_path, text)).actors["maria_zakharova"]
    assert (actor.name, actor.role, actor.affiliation) == ("Maria Zakharova", "ambassador", "UKR")
    assert (actor.known_from, catalogue.actors["maria_zakharova"].known_from) == ("user", "catalogue")
    assert catalogue.actors["maria_zakharova"].affiliation == "RUS"


def test_an_alias_of_the_users_is_taken_from_its_owner(tmp_path, catalogue):
    text = "actors:\n  - {id: georgia_usa, name: State of Georgia, kind: state, aliases: [Georgia, Georgia Tech]}\n"
    own = load_catalogue(write(tmp_path, text))
    assert catalogue.aliases["Georgia"].actor_id == "GEO"
    assert own.aliases["Georgia"].actor_id == "georgia_usa"
    assert own.aliases["Georgia Tech"].actor_id == "georgia_usa"
    assert "Georgia Tech" not in own.not_actors


def test_a_persons_role_holds_in_its_time(catalogue):
    actor = catalogue.actors["antony_blinken"]
    days = [date(2020, 12, 1), date(2021, 1, 26), date(2025, 1, 20), date(2025, 2, 1), None]
    assert [actor.office_on(day) is not None for day in days] == [False, True, True, False, True]


def test_a_person_holds_the_office_of_the_day(catalogue):
    actor = catalogue.actors["mark_rutte"]
    days = [date(2022, 3, 1), date(2024, 8, 1), date(2024, 11, 1), None]
    offices = [actor.office_on(day) for day in days]
    assert [office and office.affiliation for office in offices] == ["NLD", None, "nato", "nato"]


def test_an_office_for_nobody_known_is_explained(tmp_path):
    text = "actors:\n  - {id: a, name: A, kind: person, offices: [{affiliation: XYZ, role: envoy}]}\n"
    with pytest.raises(CatalogueError, match="key 'affiliation': there is no actor 'XYZ'"):
        load_catalogue(write(tmp_path, text))


def test_names_that_need_context_belong_to_actors_of_the_catalogue(catalogue):
    named = {i for alias in catalogue.aliases.values() for i in (alias.actor_id, alias.place_actor_id) if i is not None}
    assert named - set(catalogue.actors) == set()


@pytest.mark.parametrize(
    ("form", "actor_id"),
    [("French", "FRA"), ("Chinese", "CHN"), ("American", "USA"), ("Indian", "IND"), ("Irish", "IRL"), ("Korean", None)],
)
def test_demonyms_of_several_countries_belong_to_the_right_one(catalogue, form, actor_id):
    assert catalogue.aliases[form].actor_id == actor_id


def test_affiliations_are_actors(catalogue, sample_catalogue):
    for actors in (catalogue.actors, sample_catalogue.actors):
        assert [a.actor_id for a in actors.values() if a.affiliation and a.affiliation not in actors] == []


def test_all_members_of_the_united_nations_are_there(catalogue):
    states = [actor for actor in catalogue.actors.values() if actor.kind == "state" and len(actor.actor_id) == 3]
    assert len(states) >= 193
    assert all(catalogue.aliases[actor.name].actor_id == actor.actor_id for actor in states)


def test_sample_officials_are_listed_and_experts_are_not(sample_catalogue):
    assert sample_catalogue.actors["petra_lindqvar"].affiliation == "belmora"
    assert {"nadia_ferrow", "gregor_ilm", "levan_dusk"}.isdisjoint(sample_catalogue.actors)
