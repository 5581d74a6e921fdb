"""Persons of one Doc: full names, the short forms that belong to them, their roles and affiliations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from spacy.tokens import Doc

from helpers.actors.article_names import OTHER_SPELLING, ArticleNames
from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.gender_words import gender_of_role
from helpers.actors.homes import home_of
from helpers.actors.mentions import ENTITY, Mention, mentions_by_token
from helpers.actors.names import misspelt_names, name_words
from helpers.actors.nominals import antecedent_body, body_noun, with_bare_bodies
from helpers.actors.roles import Description, MentionIndex, describe_person
from helpers.actors.words import nominals, role_words
from helpers.token_lists import TokenRanges, flagged, read_strings

_MIN_IN_CAPITALS = 4  # shorter words in capitals are abbreviations
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "PRODUCT"})  # what the model takes a lone last name for
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "into", "outside", "inside", "across", "around", "above", "below"})
MISSPELLING = 0.6  # confidence in a link by a likely misspelling
_NEAR = 40  # mentions before a name among which the body of its role is looked for
_OF_PERSONS = frozenset({"his", "her"})
_MAX_LINKS = 20  # how far up a chain of joined names the preposition before them is looked for


class Person(NamedTuple):
    """A person of one document; `role` and `affiliation` (an actor id) as far as text or catalogue say them."""

    actor_id: str
    name: str
    role: str | None
    affiliation: str | None
    n_mentions: int


def find_persons(
    doc: Doc,
    mentions: Sequence[Mention],
    catalogue: ActorCatalogue,
    published: date | None = None,
) -> tuple[list[Mention], list[Person]]:
    """Find who the names of persons in one document belong to.

    Args:
        doc: The parsed document.
        mentions: What `find_mentions` found in it.
        catalogue: Known persons, with the time of their roles.
        published: Day of the document; unknown counts as within every role's time.

    Returns:
        The mentions with `actor_id` set for persons (names that the model missed are added), and one entry per
        person in order of first mention. A short form that fits two persons, or none, keeps a null id.
    """
    ranges = TokenRanges(doc)
    named = with_bare_bodies(doc, _with_missed_names(doc, mentions, ranges, catalogue.institution_nouns), catalogue)
    named = [
        m._replace(label="LOC")
        if m.label == "PERSON" and m.actor_id is None and _is_place(doc, ranges.between(m.start, m.end))
        else m
        for m in named
    ]
    names = ArticleNames(named, catalogue)
    linked = [
        names.link(m, _title_gender(doc, ranges.between(m.start, m.end)) if m.label == "PERSON" else None)
        for m in named
    ]
    linked = _with_misspellings(doc, linked, ranges, names)
    linked = _with_missed_short_names(doc, linked, ranges, names)
    return linked, _persons(doc, linked, ranges, names.names, catalogue, published)


def _with_missed_names(
    doc: Doc, mentions: Sequence[Mention], ranges: TokenRanges, institutions: frozenset[str]
) -> list[Mention]:
    """Add names of persons that the model missed or mislabelled.

    These are two or three capitalised words after a role noun ("Minister Ena Varr"), or as the subject of a verb and
    before an institution ("Ena Varr of the Selm Institute says"; `institutions` are nouns like "Institute").
    """
    known = mentions_by_token(mentions, ranges)
    words = role_words()
    found: list[Mention] = []
    end = 0
    for start in flagged(doc, "IS_ALPHA", "IS_TITLE"):
        if start < end or not _is_name_word(doc, start, known):
            continue
        end = start + 1
        while end < min(len(doc), start + 4) and _is_name_word(doc, end, known):
            end += 1
        introduced = start > 0 and doc[start - 1].lower_ in words.nouns
        body = doc[end - 1].lower_ in nominals().bodies
        if 1 < end - start < 4 and not body and (introduced or _is_member(doc, end, institutions)):
            span = doc[start:end]
            found.append(Mention(span.start_char, span.end_char, span.text, "PERSON", None, ENTITY))
    return _merged(mentions, found)


def _title_gender(doc: Doc, tokens: range) -> str | None:
    """The gender that a title before a name tells."""
    return gender_of_role(doc[tokens.start - 1].lower_) if tokens.start > 0 else None


def _is_member(doc: Doc, end: int, institutions: frozenset[str]) -> bool:
    """Whether a subject that ends before token `end` is said to be of some organisation."""
    if doc[end - 1].dep_ != "nsubj" or end + 2 >= len(doc):
        return False
    of = end + 1 if doc[end].text == "," else end
    return doc[of].lower_ in ("of", "from", "at") and any(t.text in institutions for t in doc[of + 1 : of + 6])


def _is_place(doc: Doc, tokens: range) -> bool:
    """Whether a name stands where only places stand ("in Arlo and Upper Velm")."""
    head = doc[tokens.start : tokens.stop].root if tokens else None
    for _ in range(_MAX_LINKS):
        if head is None or head.dep_ not in ("conj", "appos", "compound"):
            break
        head = head.head
    return head is not None and head.dep_ == "pobj" and head.head.lower_ in _PLACE_PREPOSITIONS


def _is_name_word(doc: Doc, i: int, known: dict[int, Mention]) -> bool:
    token, mention = doc[i], known.get(i)
    if mention is not None and (mention.actor_id is not None or mention.label == "PERSON"):
        return False
    return token.is_alpha and token.is_title and token.pos_ in ("PROPN", "") and token.lower_ not in role_words().nouns


def _merged(mentions: Iterable[Mention], added: Sequence[Mention]) -> list[Mention]:
    """`mentions` without those that overlap one of `added`, and with `added`; in order."""
    covered = {i for m in added for i in range(m.start, m.end)}
    kept = [m for m in mentions if m.start not in covered and m.end - 1 not in covered]
    return sorted([*kept, *added])


def _with_misspellings(
    doc: Doc, mentions: Sequence[Mention], ranges: TokenRanges, names: ArticleNames
) -> list[Mention]:
    """Join single names that nobody in the article has with the person whose name they misspell."""
    covered = mentions_by_token(mentions, ranges)
    single = [m for m in mentions if m.actor_id is None and m.label in _NAME_LABELS and _is_single_name(m.text)]
    (parts_of_speech,) = read_strings(doc, "POS")
    single += [
        Mention(t.idx, t.idx + len(t), t.text, "PERSON", None, ENTITY)
        for t in (doc[i] for i, pos in enumerate(parts_of_speech) if pos in ("PROPN", "NUM", "X") and i not in covered)
        if _is_single_name(t.text)
    ]
    joined = misspelt_names(sorted({m.text for m in single}), names.sole_by_last_name())
    found = [
        m._replace(actor_id=joined[m.text], label="PERSON", confidence=MISSPELLING) for m in single if m.text in joined
    ]
    return _merged(mentions, found)


def _is_single_name(text: str) -> bool:
    return text.istitle() and len(name_words(text)) == 1


def _with_missed_short_names(
    doc: Doc, mentions: Sequence[Mention], ranges: TokenRanges, names: ArticleNames
) -> list[Mention]:
    """Add last names of the article's persons where the model saw no name or another kind of name."""
    sole = names.sole_by_last_name()
    covered = mentions_by_token(mentions, ranges)
    found = []
    capitals = [i for i in flagged(doc, "IS_UPPER") if len(doc[i]) >= _MIN_IN_CAPITALS]
    for token in (doc[i] for i in sorted({*flagged(doc, "IS_TITLE"), *capitals})):
        actor_id = sole.get(" ".join(name_words(token.text)))
        if actor_id is None:
            continue
        mention = covered.get(token.i)
        alone = mention is None or (mention.actor_id is None and mention.end - mention.start == len(token))
        if alone and not (mention and mention.label == "PERSON"):
            found.append(Mention(token.idx, token.idx + len(token), token.text, "PERSON", actor_id, OTHER_SPELLING))
    return _merged(mentions, found)


def _persons(
    doc: Doc,
    mentions: Sequence[Mention],
    ranges: TokenRanges,
    names: dict[str, str],
    catalogue: ActorCatalogue,
    published: date | None,
) -> list[Person]:
    index = MentionIndex(mentions_by_token(mentions, ranges))
    said: dict[str, Description] = {}
    counts: Counter[str] = Counter()
    for number, mention in enumerate(mentions):
        if mention.label == "PERSON" and mention.actor_id in names:
            counts[mention.actor_id] += 1
            near = mentions[max(0, number - _NEAR) : number]
            tokens = ranges.between(mention.start, mention.end)
            found = _description(doc, tokens, index, near)
            if found is not None and found.role is not None and found.affiliation is None:
                start = tokens.start
                home = _home_of_master(doc, start, found.role, near, said, catalogue)
                found = found._replace(affiliation=home or home_of(doc, start, found.role, near, catalogue, ranges))
            before = said.get(mention.actor_id)
            if found is not None and (before is None or before.affiliation is None):
                said[mention.actor_id] = Description(before.role if before else found.role, found.affiliation)
    return [
        Person(actor_id, name, *_role(actor_id, said.get(actor_id), catalogue, published), counts[actor_id])
        for actor_id, name in names.items()
        if counts[actor_id]
    ]


def _home_of_master(
    doc: Doc, start: int, role: str, near: Sequence[Mention], said: dict[str, Description], catalogue: ActorCatalogue
) -> str | None:
    """Whose official it is where the role is "his adviser", "her colleague": of whom the person named before is one."""
    words = [t.lower_ for t in doc[max(0, start - len(role.split()) - 3) : start]]
    last = next((m for m in reversed(near) if m.label == "PERSON"), None)
    if last is None or last.actor_id is None or not _OF_PERSONS.intersection(words):
        return None
    if not role_words().former.isdisjoint(words):
        return None
    if (known := said.get(last.actor_id)) is not None and known.affiliation is not None:
        return known.affiliation
    actor = catalogue.actors.get(last.actor_id)
    return actor.affiliation if actor is not None else None


def _description(doc: Doc, tokens: range, index: MentionIndex, before: Sequence[Mention]) -> Description | None:
    """What is said of a person in one place; a bare "the ministry's" is the ministry named before."""
    found = describe_person(doc, tokens.start, tokens.stop, index)
    if found is None or found.affiliation is not None or found.role is None:
        return found
    noun = body_noun(found.role.lower().split())
    return found._replace(affiliation=antecedent_body([noun], before)) if noun else found


def _role(
    actor_id: str, said: Description | None, catalogue: ActorCatalogue, published: date | None
) -> tuple[str | None, str | None]:
    """The user's catalogue comes before the text, the text before the built-in one, save for affiliations."""
    said = said or Description(None, None)
    actor = catalogue.actors.get(actor_id)
    office = actor.office_on(published) if actor is not None else None
    if actor is None or office is None:
        return said
    if actor.from_user:
        return office.role or said.role, office.affiliation or said.affiliation
    return said.role or office.role, office.affiliation or said.affiliation
