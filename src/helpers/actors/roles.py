"""What a person is said to be: role and affiliation from the words around a name, and whom a role speaks for."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from spacy.tokens import Doc, Token

from helpers.actors.matcher import POSSESSIVES
from helpers.actors.mentions import Mention
from helpers.actors.words import role_words

_MAX_WORDS = 16
_INSIDE = frozenset({"of", "for", "to", "at", "on", "-", "–", "and", "&"})
_INSIDE_PREPOSITIONS = frozenset({"of", "for", "to", "at", "on"})
_OWNERS = frozenset({"of", "for", "at", "from", "with", "by"})
# What no apposition begins with: "Varr, having met the president of the council, …", "Varr, with the president, …".
_NO_APPOSITION = frozenset({"VBG", "IN", "TO", "WRB"})
_OF_CHAMBER = re.compile(r"\b(?:majority|minority|floor) leader\b|\bwhip\b|\bcommittee(?:'s|’s)? chair")
_HEAD_ENDS = re.compile(r"\s(?:of|for|to|at|on|in|with|from)\s")

COLLEAGUES = frozenset({"colleague", "counterpart"})  # who hold office where, another word says: "his colleague in …"

SpeaksFor = Literal["self", "affiliation"]


class Description(NamedTuple):
    """Role and affiliation of a person, as far as one place in the text says so."""

    role: str | None
    affiliation: str | None


class MentionIndex(NamedTuple):
    """Mentions by the tokens they cover."""

    by_token: Mapping[int, Mention]

    def body(self, i: int) -> Mention | None:
        """The known state or organisation named at token `i`."""
        mention = self.by_token.get(i)
        return mention if mention and mention.actor_id is not None and mention.label != "PERSON" else None

    def is_person(self, i: int) -> bool:
        """Whether token `i` is part of a person's name."""
        mention = self.by_token.get(i)
        return mention is not None and mention.label == "PERSON"


def role_kind(role: str | None) -> str | None:
    """`official`, `expert` or `journalist`, `former` for one who was something before; `None` if the role says nothing.

    Example:
        >>> role_kind("deputy head of the Historians' Union"), role_kind("former minister"), role_kind("economist")
        ('official', 'former', 'expert')
    """
    if not role:
        return None
    words = role_words()
    head = _HEAD_ENDS.split(f" {role.lower()} ", maxsplit=1)[0]
    tokens = re.findall(r"[\w'’-]+", head)
    if any(token in words.former or token.startswith("ex-") for token in tokens):
        return "former"
    if "opposition" in tokens:
        return "expert"
    for token in reversed(tokens):
        for kind, nouns in (("expert", words.expert), ("journalist", words.journalist), ("official", words.official)):
            if token in nouns or token.rsplit("-", 1)[-1] in nouns:
                return kind
    return None


def is_legislator(role: str | None) -> bool:
    """Whether a role is to sit in a chamber, and nothing more.

    Example:
        >>> is_legislator("senator from Ohio"), is_legislator("majority leader"), is_legislator(None)
        (True, False, False)
    """
    head = _HEAD_ENDS.split(f" {(role or '').lower()} ", maxsplit=1)[0]
    known = [word for word in re.findall(r"[\w'’-]+", head) if word in role_words().nouns | role_words().legislator]
    return bool(known) and all(word in role_words().legislator for word in known)


def is_of_chamber(role: str | None) -> bool:
    """Whether a role is to lead a part of a chamber, which is not the state.

    Example:
        >>> is_of_chamber("Senate majority leader"), is_of_chamber("committee chairman"), is_of_chamber("leader")
        (True, True, False)
    """
    return _OF_CHAMBER.search((role or "").lower()) is not None


def speaks_for(
    actor_id: str,
    role: str | None,
    affiliation: str | None,
    *,
    experts_speak_for: SpeaksFor = "self",
    officials_speak_for: SpeaksFor = "affiliation",
) -> str:
    """Whose position it is when a person speaks.

    Args:
        actor_id: The person (or body).
        role: What the person is.
        affiliation: The state or organisation the person belongs to.
        experts_speak_for: Whether experts, journalists, legislators and former officials speak for themselves or
            their affiliation.
        officials_speak_for: The same for officials, and for those whose role is unknown.

    Returns:
        An actor id: the person's or the affiliation's; the person's where no affiliation is known.
    """
    own_voice = role_kind(role) in ("expert", "journalist", "former") or is_legislator(role) or is_of_chamber(role)
    chosen = experts_speak_for if own_voice else officials_speak_for
    return affiliation if affiliation is not None and chosen == "affiliation" else actor_id


def describe_person(doc: Doc, start: int, end: int, index: MentionIndex) -> Description | None:
    """Role and affiliation from the words before and after a name at tokens `start` to `end`."""
    found = _before(doc, start, index)
    if found is not None and found.affiliation is None:  # "the ministry's spokesman, Ambassador Ena Varr, said"
        first = _phrase_start(doc, start, index)
        fuller = _before_comma(doc, first, end, index) if first < start else None
        return fuller if fuller is not None and fuller.affiliation is not None else found
    return found or _after(doc, end, index) or _before_comma(doc, start, end, index)


def _before(doc: Doc, start: int, index: MentionIndex) -> Description | None:
    """As in "Foreign Ministry spokesman Ena Varr", "Minister of Trade Ena Varr"."""
    first = _phrase_start(doc, start, index)
    role = _last_role(doc, first, start)
    if role is None or (role + 1 < start and doc[role + 1].lower_ not in _INSIDE):
        return None
    if doc[role].tag_ == "NNS" and doc[role].is_lower:  # "the members Ena Varr met"
        return None
    return _description(doc, first, start, role, index)


def _after(doc: Doc, end: int, index: MentionIndex) -> Description | None:
    """As in "Ena Varr, the president of the council," and "Ena Varr (spokeswoman)"."""
    while end < len(doc) and doc[end].text in ('"', "”"):
        end += 1
    if end + 1 >= len(doc) or doc[end].text not in (",", "(", "–", "—"):
        return None
    first, last = end + 1, end + 1
    if doc[first].tag_ in _NO_APPOSITION:
        return None
    while last < min(len(doc), first + _MAX_WORDS) and not _ends_phrase(doc[last]):
        last += 1
    role = next((i for i in range(first, last) if _is_role(doc[i]) and not index.body(i)), None)
    if role is None or any(doc[i].lower_ in ("who", "and") or index.is_person(i) for i in range(first, role)):
        return None
    while role + 1 < last and _is_role(doc[role + 1]):
        role += 1
    if role + 1 < len(doc) and index.is_person(role + 1):
        return None
    return _description(doc, first, last, role, index)


def _before_comma(doc: Doc, start: int, end: int, index: MentionIndex) -> Description | None:
    """As in "The council's spokeswoman, Ena Varr, said"."""
    if start < 2 or doc[start - 1].text != "," or end >= len(doc) or not (doc[end].text == "," or doc[end].is_sent_end):
        return None
    if (placed := _from_place(doc, start, index)) is not None:
        return placed
    first = _phrase_start(doc, start - 1, index)
    role = _last_role(doc, first, start - 1)
    articles = ("the", "its", "their", "his", "her")
    definite = (first > 0 and doc[first - 1].lower_ in articles) or index.body(first) is not None
    definite = definite or doc[first].lower_ in articles
    if not definite and first > 0 and doc[first - 1].lower_ in ("a", "an"):  # "a spokesman for the council, Ena Varr,"
        definite = any(index.body(i) is not None for i in range(first, start - 1))
    if first > 2 and any(doc[i].text == "," and index.is_person(i - 1) for i in (first - 1, first - 2)):
        return None  # an apposition to the person named before
    if role is None or not definite or any(doc[i].lower_ == "and" for i in range(first, start - 1)):
        return None
    return _description(doc, first, start - 1, role, index)


def _from_place(doc: Doc, start: int, index: MentionIndex) -> Description | None:
    """As in "His colleague from Lima, Ena Varr, said"."""
    at = start - 2  # the comma lies between
    while at > 0 and index.body(at) is not None:
        at -= 1
    if at < 1 or at == start - 2 or doc[at].lower_ not in ("from", "in") or not _is_role(doc[at - 1]):
        return None
    owner = index.body(at + 1)
    return Description(doc[at - 1].text, owner.actor_id) if owner is not None else None


def _phrase_start(doc: Doc, end: int, index: MentionIndex) -> int:
    """The first token of the noun phrase that ends before token `end`."""
    first = end
    while first > max(0, end - _MAX_WORDS) and _continues_phrase(doc, first - 1, index):
        first -= 1
    while first < end and (doc[first].lower_ in _INSIDE or doc[first].is_quote):
        first += 1
    return first


def _continues_phrase(doc: Doc, i: int, index: MentionIndex) -> bool:
    token = doc[i]
    if index.is_person(i) or token.is_space or (token.is_sent_start and token.lower_ in ("the", "a", "an")):
        return False
    if index.body(i) is not None or token.text in POSSESSIVES or _is_role(token):
        return True
    if token.lower_ == "and":
        return doc[i - 1].is_title and doc[i + 1].is_title and not index.body(i + 1) if 0 < i < len(doc) - 1 else False
    if token.lower_ in ("the", "a", "an"):
        return i > 0 and doc[i - 1].lower_ in ("of", "for", "at", "to")
    if token.lower_ in _INSIDE:
        return True
    return (
        token.is_alpha
        and (token.is_title or token.pos_ in ("NOUN", "PROPN", "ADJ", ""))
        and token.pos_ not in ("VERB", "AUX", "PRON")
    )


def _ends_phrase(token: Token) -> bool:
    return (
        token.is_space
        or token.text in (",", ")", ".", ";", ":", "–", "—")
        or token.tag_ in ("VBD", "VBZ", "VBP", "MD")
        or token.is_quote
    )


def _is_role(token: Token) -> bool:
    lower = token.lower_
    if lower in COLLEAGUES:
        return True
    return (lower in role_words().nouns or lower.rsplit("-", 1)[-1] in role_words().nouns) and token.pos_ != "VERB"


def _last_role(doc: Doc, first: int, end: int) -> int | None:
    """The head of the phrase: the last role noun before a preposition, or the last of all."""
    roles = [i for i in range(first, end) if _is_role(doc[i])]
    closed = [i for i in roles if i + 1 < end and doc[i + 1].lower_ in ("of", "for", "to", "at", "on")]
    return closed[0] if closed else (roles[-1] if roles else None)


def _description(doc: Doc, first: int, end: int, role: int, index: MentionIndex) -> Description:
    first = next((i + 1 for i in range(role - 1, first - 1, -1) if doc[i].lower_ in _INSIDE_PREPOSITIONS), first)
    owner = next((m for i in range(role - 1, first - 1, -1) if (m := index.body(i))), None)
    if owner is None:
        owner = next((m for i in range(role + 1, end) if (m := index.body(i)) and _is_owner(doc, i, role)), None)
    words = [
        t for t in doc[first:end] if not (owner and owner.start <= t.idx < owner.end) and t.text not in POSSESSIVES
    ]
    if owner is not None and owner.start < doc[role].idx:
        words = [t for t in words if t.idx > owner.start or t.lower_ in role_words().former]
    return Description(_text_of(words), owner.actor_id if owner else None)


def _is_owner(doc: Doc, i: int, role: int) -> bool:
    """Whether the preposition before token `i` makes it the body a role belongs to (not "ambassador to")."""
    preposition = next(
        (doc[k].lower_ for k in range(i - 1, role, -1) if doc[k].pos_ == "ADP" or doc[k].lower_ in _INSIDE), ""
    )
    return preposition in _OWNERS or preposition == "and"


def _text_of(words: list[Token]) -> str | None:
    while words and words[0].lower_ in ("the", "a", "an", "its", "their", "his", "her", *_INSIDE):
        words = words[1:]
    while words and words[-1].lower_ in ("the", "a", "an", *_INSIDE):
        words = words[:-1]
    parted = {token.i for token in words if token.i + 1 < len(token.doc) and token.nbor().text in POSSESSIVES}
    text = "".join(token.text + (" " if token.whitespace_ or token.i in parted else "") for token in words)
    return re.sub(r"\s+", " ", text).strip() or None
