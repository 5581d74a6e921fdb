"""Whether "he" or "she" may be a person: only from words and names that say so."""

from collections.abc import Sequence

from spacy.tokens import Doc

from helpers.actors.mentions import Mention
from helpers.actors.names import last_names
from helpers.actors.persons import Person
from helpers.actors.words import given_names, role_words


def gender_of_role(words: str) -> str | None:
    """`male` or `female` if a role or title says so.

    Example:
        >>> gender_of_role("deputy spokeswoman"), gender_of_role("minister")
        ('female', None)
    """
    tokens = set(words.lower().split())
    if tokens & role_words().female:
        return "female"
    return "male" if tokens & role_words().male else None


def gender_of_name(name: str) -> str | None:
    """`male` or `female` if the given name, or the ending of the family name, says so.

    Example:
        >>> gender_of_name("Barack Obama"), gender_of_name("Varr"), gender_of_name("Kim Ost")
        ('male', None, None)
    """
    words = name.split()
    last = last_names(name)
    if last and last[0].endswith(role_words().female_endings):
        return "female"
    return given_names().get(words[0]) if len(words) > 1 else None


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
