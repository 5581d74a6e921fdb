"""Whether "he" or "she" may be a person: only from words and names that say so."""

from collections.abc import Sequence

from spacy.tokens import Doc

from helpers.actors.gender_words import gender_of_name, gender_of_role
from helpers.actors.mentions import Mention
from helpers.actors.persons import Person


def person_genders(doc: Doc, mentions: Sequence[Mention], persons: Sequence[Person]) -> dict[str, str]:
    """`male` or `female` by person, from role nouns, names, and titles before the name.

    Persons whose gender nothing tells are left out.
    """
    genders: dict[str, str] = {}
    for person in persons:
        found = gender_of_role(person.role or "") or gender_of_name(person.name)
        if found is not None:
            genders[person.actor_id] = found
    for mention in mentions:
        if mention.label != "PERSON" or mention.actor_id is None or mention.actor_id in genders:
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        title = gender_of_role(doc[span.start - 1].lower_) if span is not None and span.start > 0 else None
        if title is not None:
            genders[mention.actor_id] = title
    return genders
