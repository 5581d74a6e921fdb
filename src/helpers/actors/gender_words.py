"""What single words tell of somebody's gender: a role, a title, a given name."""

from helpers.actors.names import last_names
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
