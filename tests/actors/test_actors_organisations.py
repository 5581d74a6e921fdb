"""Organisations and groups that no catalogue has become actors where they speak, and only there."""

import pytest

from helpers import tables
from helpers.actors.catalogue import Actor, ActorCatalogue
from helpers.actors.organisations import FROM_ARTICLES, discover_organisations

CATALOGUE = ActorCatalogue({"un": Actor("un", "United Nations", "organisation")}, {})


def mention(start, text, label="ORG", document_id="a", actor_id=None):
    return {
        "mention_id": f"{document_id}#m{start}", "document_id": document_id, "start": start, "end": start + len(text),
        "text": text, "label": label, "actor_id": actor_id, "confidence": 0.9,
    }  # fmt: skip


def quotation(start, source, document_id="a", cue="say", confidence=0.9, speaker_id=None, number=1):
    return {
        "quotation_id": f"{document_id}#q{number}", "document_id": document_id, "kind": "direct", "content": "No",
        "content_spans": [(0, 2)], "source": source, "source_start": start, "source_end": start + len(source),
        "cue_lemma": cue, "speaker_id": speaker_id, "actor_id": speaker_id, "resolution": "none",
        "confidence": confidence, "flags": [],
    }  # fmt: skip


def discover(mentions, quotations):
    return discover_organisations(tables.MENTIONS.table(mentions), tables.QUOTATIONS.table(quotations), CATALOGUE)


def test_a_speaking_organisation_is_an_actor_wherever_it_is_named():
    mentions, quotations, catalogue = discover(
        [mention(4, "Growers' Alliance"), mention(9, "The Growers’ Alliance", document_id="b")],
        [quotation(0, "The Growers' Alliance")],
    )
    assert mentions["actor_id"].tolist() == ["growers_alliance", "growers_alliance"]
    assert set(mentions["confidence"]) == {FROM_ARTICLES}
    assert quotations.loc[0, ["speaker_id", "resolution"]].tolist() == ["growers_alliance", "named"]
    actor = catalogue.actors["growers_alliance"]
    assert (actor.name, actor.kind, actor.known_from) == ("Growers' Alliance", "organisation", "articles")


def test_an_organisation_that_says_nothing_stays_open():
    mentions, _, catalogue = discover([mention(4, "Growers' Alliance")], [])
    assert mentions["actor_id"].isna().all() and catalogue.actors == CATALOGUE.actors


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("City Council", "ORG"),
        ("Foreign Ministry", "ORG"),
        ("Council", "ORG"),
        ("Harbour Herald", "ORG"),
        ("Ena Varr", "PERSON"),
    ],
)
def test_bodies_without_a_name_outlets_and_persons_are_none(name, label):
    named = [mention(4, name, label), mention(40, name, label)]
    mentions, quotations, _ = discover(named, [quotation(0, f"The {name}")])
    assert mentions["actor_id"].isna().all() and quotations["speaker_id"].isna().all()


def test_whoever_only_reports_is_an_outlet():
    mentions, _, _ = discover([mention(0, "QNN"), mention(40, "QNN")], [quotation(0, "QNN", cue="report")])
    assert mentions["actor_id"].isna().all()


def test_a_short_name_counts_from_the_second_time_on():
    once, _, _ = discover([mention(4, "Liberals", "NORP")], [quotation(0, "The Liberals")])
    twice, _, catalogue = discover(
        [mention(4, "Liberals", "NORP"), mention(40, "Liberals", "NORP")], [quotation(0, "The Liberals")]
    )
    assert once["actor_id"].isna().all()
    assert twice["actor_id"].tolist() == ["liberals", "liberals"] and catalogue.actors["liberals"].kind == "group"


@pytest.mark.parametrize("others", [[], [quotation(60, "The Liberals", number=2)]])
def test_the_members_of_a_party_are_the_party(others):
    named = [mention(4, "Liberal Party"), mention(64, "Liberals", "NORP"), mention(90, "Liberals", "NORP")]
    mentions, _, catalogue = discover(named, [quotation(0, "The Liberal Party"), *others])
    assert set(mentions["actor_id"]) == {"liberal_party"} and "liberals" not in catalogue.actors


@pytest.mark.parametrize(
    "said",
    [
        quotation(0, "the head of the Growers' Alliance"),
        quotation(17, "Growers' Alliance", confidence=0.4),
        quotation(17, "Growers' Alliance", speaker_id="un"),
    ],
    ids=["belongs to it", "unsure", "known already"],
)
def test_only_a_sure_source_of_its_own_makes_an_actor(said):
    mentions, _, _ = discover([mention(16, "Growers' Alliance")], [said])
    assert mentions["actor_id"].isna().all()


def test_a_known_id_is_never_given_again():
    mentions, _, _ = discover([mention(4, "U N"), mention(40, "United Nations")], [quotation(0, "The U N")])
    assert "un" not in set(mentions["actor_id"].dropna())
