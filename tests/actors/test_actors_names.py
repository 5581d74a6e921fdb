import pytest

from helpers.actors import names
from helpers.actors.gender_words import gender_of_role
from helpers.actors.roles import role_kind, speaks_for


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ena Varr", "ena_varr"), ("Élodie d’Arc-Noël", "elodie_darc_noel"), ("Łukasz Ćwik", "lukasz_cwik"), ("“”", "")],
)
def test_slugs_are_ascii_words(name, expected):
    assert names.slug(name) == expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Varr", "Ena Varr", True),
        ("E. Varr", "Ena Varr", True),
        ("O. Varr", "Ena Varr", False),
        ("Ena Varr", "Ena M. Varr", True),
        ("Varrow", "Ena Varr", False),
        ("von der Mark", "Ute von der Mark", True),
        ("Mark", "Ute von der Mark", True),
        ("Ena", "Ena Varr", False),
    ],
)
def test_short_forms_fit_full_names(short, full, expected):
    assert names.fits(short, full) is expected


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("O’Hallian", "O'Hallien", True),
        ("Lindqvar", "Lindkvar", True),
        ("Petrov", "Petrova", False),
        ("Varr", "Varn", False),
        ("Halden", "Walden", False),
        ("Sanders", "Sanders", False),
    ],
)
def test_misspellings_are_alike_long_and_of_one_initial(name, other, expected):
    assert names.is_misspelling(name, other) is expected


def test_misspellings_lead_through_others_to_one_person():
    known = {"brinken": "ada_brinken", "lowe": "tom_lowe"}
    assert names.misspelt_names(["Bringen", "Beringen", "Tolland"], known) == {
        "Bringen": "ada_brinken",
        "Beringen": "ada_brinken",
    }


def test_misspellings_that_fit_two_persons_stay_open():
    assert names.misspelt_names(["Sandeks"], {"sanders": "ann_sanders", "sandels": "bo_sandels"}) == {}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("deputy foreign minister", "official"),
        ("Secretary-General", "official"),
        ("spokesman for the Historians' Union", "official"),
        ("ambassador to the Council", "official"),
        ("political analyst", "expert"),
        ("professor of law", "expert"),
        ("opposition leader", "expert"),
        ("war correspondent", "journalist"),
        ("former president", "former"),
        ("ex-minister", "former"),
        ("gardener", None),
        (None, None),
    ],
)
def test_roles_are_sorted_by_their_head(role, expected):
    assert role_kind(role) == expected


@pytest.mark.parametrize(
    ("role", "affiliation", "experts_speak_for", "expected"),
    [
        ("foreign minister", "ruritania", "self", "ruritania"),
        ("analyst", "ruritania", "self", "ena_varr"),
        ("analyst", "ruritania", "affiliation", "ruritania"),
        ("senator from Selm", "ruritania", "self", "ena_varr"),
        ("majority leader", "ruritania", "self", "ena_varr"),
        ("leader", "ruritania", "self", "ruritania"),
        ("former minister", "ruritania", "self", "ena_varr"),
        ("reporter", "ruritania", "self", "ena_varr"),
        (None, "ruritania", "self", "ruritania"),
        ("foreign minister", None, "self", "ena_varr"),
    ],
)
def test_officials_speak_for_their_affiliation(role, affiliation, experts_speak_for, expected):
    assert speaks_for("ena_varr", role, affiliation, experts_speak_for=experts_speak_for) == expected


@pytest.mark.parametrize(("words", "expected"), [("chairwoman", "female"), ("Mr", "male"), ("minister", None)])
def test_gender_is_read_from_words_that_say_it(words, expected):
    assert gender_of_role(words) == expected
