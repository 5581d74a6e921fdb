"""Names that mean somebody: a floor under the list in names.yaml, and all forms of all states."""

from pathlib import Path

import pytest
import yaml

from helpers.actors import ActorMatcher, find_mentions, find_persons, load_catalogue
from helpers.actors.countries import load_states

NAMES = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))
SENTENCES = (
    "{} rejected the draft on Monday.",
    "The draft was discussed with {} on Monday.",
    "According to {}, the draft was dead.",
    "{}",
)
STATE_SENTENCES = (
    "[{name}] rejected the draft.",
    "[{name}'s Foreign Ministry] rejected the draft.",
    "The [Ministry of Foreign Affairs of {name}] rejected the draft.",
    "The [Ministry of Defence of {name}] rejected the draft.",
    "The [government of {name}] rejected the draft.",
    "[{name}'s parliament] rejected the draft.",
    "The [{demonym} Foreign Ministry] rejected the draft.",
    "The [{demonym} Defense Ministry] rejected the draft.",
    "The [{demonym} government] rejected the draft.",
    "The [{demonym} parliament] rejected the draft.",
    "The [{demonym}] foreign minister rejected the draft.",
    "[{capital}] rejected the draft.",
    "The [Foreign Ministry in {capital}] rejected the draft.",
)
# Their sentence has to say who is meant: Georgetown, Saint John's, St. George's, Victoria, Central African.
NEED_CONTEXT = {"GUY": "{capital}", "ATG": "{capital}", "GRD": "{capital}", "SYC": "{capital}", "CAF": "{demonym}"}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def resolve(nlp, catalogue):
    """From a text and a name in it to the actor the name means there."""
    matcher = ActorMatcher(catalogue, nlp)

    def resolved(text, name):
        doc = nlp(text)
        mentions, _ = find_persons(doc, find_mentions(doc, matcher), catalogue)
        start = text.lower().index(name.lower())
        found = [m for m in mentions if m.start < start + len(name) and start < m.end]
        return next((m.actor_id for m in found if m.actor_id is not None), None)

    return resolved


@pytest.fixture(scope="module")
def outcomes(resolve, catalogue):
    """For every entry of the list: `right`, `missing` or `wrong`, the worst over its sentences."""
    expected = {form: actor_id for forms in NAMES["forms"].values() for form, actor_id in forms.items()}
    expected |= {form: actor_id for form, (actor_id, _) in NAMES["persons"].items()}
    cases = [(form, form, actor_id, SENTENCES) for form, actor_id in expected.items()]
    cases += [(case["text"], case["name"], case["actor"], ("{}",)) for case in NAMES["in_context"]]
    return {
        text: _outcome(text, name, actor_id, sentences, resolve, catalogue) for text, name, actor_id, sentences in cases
    }


def _outcome(text, name, expected, sentences, resolve, catalogue):
    found = {resolve(sentence.format(text), name) for sentence in sentences}
    if expected is None:  # a person whom only the article knows is nobody else
        return "wrong" if found & set(catalogue.actors) else "right"
    if found == {expected}:
        return "right"
    return "wrong" if found - {expected, None} else "missing"


def test_at_least_98_percent_of_the_names_mean_their_actor(outcomes):
    missed = sorted(text for text, outcome in outcomes.items() if outcome != "right")
    share = 1 - len(missed) / len(outcomes)
    assert share >= 0.98, f"{share:.1%}, without {missed}"


def test_no_name_means_a_wrong_actor(outcomes):
    assert sorted(text for text, outcome in outcomes.items() if outcome == "wrong") == []


def test_persons_of_the_list_speak_for_their_side(catalogue):
    assert {
        form: side
        for form, (actor_id, side) in NAMES["persons"].items()
        if catalogue.actors[actor_id].affiliation != side
    } == {}


def test_every_state_is_found_by_name_demonym_capital_and_bodies(nlp, catalogue):
    matcher = ActorMatcher(catalogue, nlp)
    cases = [
        (code, sentence.format(name=state["name"], demonym=state["demonyms"][:1] and state["demonyms"][0],
                               capital=state["capitals"][:1] and state["capitals"][0]))
        for code, state in load_states().items()
        for sentence in STATE_SENTENCES
        if not any(f"{{{key}}}" in sentence and not state[key + "s"] for key in ("demonym", "capital"))
        and NEED_CONTEXT.get(code, "-") not in sentence
    ]  # fmt: skip
    assert len({code for code, _ in cases}) >= 193
    plain = (sentence.replace("[", "").replace("]", "") for _, sentence in cases)
    missed = [
        sentence
        for (code, sentence), doc in zip(cases, nlp.pipe(plain), strict=True)
        if (sentence[sentence.index("[") + 1 : sentence.index("]")], code)
        not in [(m.text, m.actor_id) for m in find_mentions(doc, matcher)]
    ]
    assert missed == []
