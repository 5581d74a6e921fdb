"""Corrected names inside one article, before its speakers are found: who is meant decides who speaks."""

from collections.abc import Mapping, Sequence

from helpers.actors import ActorCatalogue, Mention, Person
from helpers.identity import place_id


def correct_names(
    document_id: str,
    mentions: Sequence[Mention],
    persons: Sequence[Person],
    wanted: Mapping[str, str | None],
    catalogue: ActorCatalogue,
) -> tuple[list[Mention], list[Person]]:
    """Give the mentions of one article the actors that a reader says they mean.

    Args:
        document_id: The article.
        mentions: Its mentions.
        persons: Its persons.
        wanted: Actor ids (null for nobody) by mention_id. Those of actors that neither the catalogue nor the
            article knows are left for later.
        catalogue: The known actors.

    Returns:
        The mentions, and the persons who are still named in them.
    """
    here = {person.actor_id: person for person in persons}
    corrected = []
    for mention in mentions:
        mention_id = place_id(document_id, "m", mention.start, mention.end)
        actor_id = wanted.get(mention_id)
        known = actor_id is None or actor_id in here or actor_id in catalogue.actors
        corrected.append(_meaning(mention, actor_id, catalogue) if mention_id in wanted and known else mention)
    named = dict.fromkeys(m.actor_id for m in corrected if m.actor_id is not None)
    kept = [person for person in persons if person.actor_id in named]
    new = [i for i in named if i not in here and catalogue.kind_of(i) == "person"]
    return corrected, kept + [_person(i, corrected, catalogue) for i in new]


def _meaning(mention: Mention, actor_id: str | None, catalogue: ActorCatalogue) -> Mention:
    """The mention with that actor, and with a label that fits: a state must not be taken for "he"."""
    kind = catalogue.kind_of(actor_id) or "person"
    label = mention.label
    if actor_id is not None and (kind == "person") != (label == "PERSON"):
        label = {"person": "PERSON", "state": "GPE"}.get(kind, "ORG")
    return mention._replace(actor_id=actor_id, label=label, confidence=1.0)


def _person(actor_id: str, mentions: Sequence[Mention], catalogue: ActorCatalogue) -> Person:
    """A person whom only a correction names, as the catalogue knows it."""
    actor = catalogue.actors[actor_id]
    return Person(actor_id, actor.name, actor.role, actor.affiliation, sum(m.actor_id == actor_id for m in mentions))
