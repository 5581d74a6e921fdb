"""Who is who: the catalogue of actors, their mentions, persons, speakers, and the register of a whole corpus."""

from helpers.actors.catalogue import ActorCatalogue, load_catalogue
from helpers.actors.discourse import Speaker
from helpers.actors.joins import join_spellings
from helpers.actors.matcher import ActorMatcher
from helpers.actors.mentions import Mention, find_mentions
from helpers.actors.organisations import discover_organisations
from helpers.actors.persons import Person, find_persons
from helpers.actors.rankings import count_unlinked_names, format_suggestions, rank_actors, rank_speakers
from helpers.actors.register import attribute_actors, build_actors, link_across_documents
from helpers.actors.roles import SpeaksFor
from helpers.actors.speakers import resolve_speakers
from helpers.actors.suggestions import suggest_aliases

__all__ = [
    "ActorCatalogue", "ActorMatcher", "Mention", "Person", "Speaker", "SpeaksFor", "attribute_actors", "build_actors",
    "count_unlinked_names", "discover_organisations", "find_mentions", "find_persons", "format_suggestions",
    "join_spellings", "link_across_documents", "load_catalogue", "rank_actors", "rank_speakers",
    "resolve_speakers", "suggest_aliases",
]  # fmt: skip
