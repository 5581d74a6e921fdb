"""Which pronoun somebody is called by, where the name tells."""

import pandas as pd

from helpers.actors.gender_words import gender_of_name


def pronouns_of_persons(actors: pd.DataFrame) -> dict[str, str]:
    """The pronoun of each person whose name tells: `he` or `she`."""
    persons = actors.loc[actors["kind"] == "person"]
    genders = {str(i): gender_of_name(str(name)) for i, name in zip(persons["actor_id"], persons["name"], strict=True)}
    return {actor_id: "she" if gender == "female" else "he" for actor_id, gender in genders.items() if gender}
