"""Who is meant by the words that name a speaker: a name, a pronoun, a common noun, or nothing at all."""

from collections.abc import Sequence
from typing import Protocol

from spacy.tokens import Doc, Span, Token

from helpers.actors.discourse import NOBODY, Discourse, Speaker
from helpers.actors.gender_words import gender_of_role
from helpers.actors.mentions import Mention
from helpers.actors.nominals import antecedent_body, body_noun
from helpers.actors.persons import Person
from helpers.actors.words import nominals, role_words, speaker_nouns

__all__ = ["QuotationLike", "Speaker", "resolve_speakers"]

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_BODY_PRONOUNS = frozenset({"it", "its", "they", "them", "their"})
_SPEAKERS_OWN = frozenset({"i", "we", "me", "us"})
_OF_OFFICIALS = frozenset({"ministry", "department", "government"})  # meant by naming their minister before
_OF_A_PLACE = frozenset({"official", "officials", "authorities", "leaders", "leadership", "government", "ministry"})
_OF_ANYBODY = frozenset({"company", "firm", "group", "organisation", "organization", "charity", "club"})
_CANDIDATES = frozenset({"candidate", "contender", "front-runner", "frontrunner", "hopeful", "nominee"})
_SOME = frozenset({"one", "two", "some", "many", "most", "another", "others"})
_BELONGING = frozenset({"poss", "pobj", "relcl", "acl"})


class QuotationLike(Protocol):
    """What a quotation has to have: spans of one Doc."""

    @property
    def contents(self) -> Sequence[Span]: ...  # noqa: D102
    @property
    def cue(self) -> Span | None: ...  # noqa: D102
    @property
    def source(self) -> Span | None: ...  # noqa: D102


def resolve_speakers(
    doc: Doc,
    quotations: Sequence[QuotationLike],
    mentions: Sequence[Mention],
    persons: Sequence[Person],
) -> list[Speaker]:
    """Find out who speaks in each quotation of one document.

    Args:
        doc: The parsed document.
        quotations: Its quotations, in order of position.
        mentions: Its mentions, with persons linked (from `find_persons`).
        persons: Its persons.

    Returns:
        One speaker per quotation, in their order. What stays open is `none`: nobody is guessed.
    """
    quoted = frozenset(i for q in quotations for content in q.contents for i in range(content.start, content.end))
    discourse = Discourse(doc, mentions, persons, quoted)
    speakers = []
    for quotation in quotations:
        source = _trimmed(quotation.source)
        speaker = _carried(quotation, discourse) if source is None else _from_source(source, discourse)
        spans = [s for s in (*quotation.contents, quotation.cue, quotation.source) if s is not None]
        if spans:
            first, last = min(s.start for s in spans), max(s.end for s in spans) - 1
            discourse.remember(first, last, source.root if source is not None else None, speaker)
        speakers.append(speaker)
    return speakers


def _carried(quotation: QuotationLike, discourse: Discourse) -> Speaker:
    """The speaker of the quotation before, if that stands in the same paragraph or the one before."""
    passive = quotation.cue is not None and any(t.dep_ == "auxpass" for t in quotation.cue.root.children)
    if not quotation.contents or passive:
        return NOBODY
    start = min(content.start for content in quotation.contents)
    before = discourse.last_speaker(start, max_paragraphs=1)
    if before is None or before[1].resolution == "none" or discourse.another_acts(before[0] + 1, start, before[1]):
        return NOBODY
    return before[1]._replace(resolution="carried")


def _from_source(source: Span, discourse: Discourse) -> Speaker:
    word = source[0].lower_
    if len(source) == 1 and word in _SPEAKERS_OWN:
        return NOBODY
    if len(source) == 1 and word in _BODY_PRONOUNS:
        return discourse.body_before(source[0])
    if len(source) == 1 and word in _HE | _SHE:
        actor_id = discourse.person_before(source[0], "male" if word in _HE else "female")
        nameless = _nameless(source, discourse)
        if nameless is not None and (actor_id is None or not _is_of(actor_id, nameless.affiliation, discourse)):
            return nameless
        return Speaker(actor_id, "pronoun") if actor_id is not None else NOBODY
    if source.root.lower_ in _SOME and source[-1].lower_ == "them":
        group = discourse.body_before(source[-1])
        return Speaker(None, "nominal", group.affiliation or group.actor_id) if group.resolution != "none" else NOBODY
    return _named(source, discourse) or _from_nominal(source, discourse)


def _is_of(person: str, body: str | None, discourse: Discourse) -> bool:
    """Whether a person is known to belong to a body: "the leader of the alliance" is then the one named before."""
    return person in discourse.persons and discourse.persons[person].affiliation == body


def _nameless(source: Span, discourse: Discourse) -> Speaker | None:
    """The official without a name who spoke last, where no person has acted since: "the envoy of Peru … he said"."""
    before = discourse.last_speaker(source.start, max_paragraphs=1)
    if before is None or before[1].actor_id is not None or before[1].affiliation is None:
        return None
    acts = discourse.another_acts(before[0] + 1, source.start, before[1])
    return None if acts else before[1]._replace(resolution="pronoun")


def _named(source: Span, discourse: Discourse) -> Speaker | None:
    """The mention that is the head of the source words, or a person's name in apposition to it."""
    root = source.root
    candidates = [m for m in discourse.mentions_in(source) if not _belongs_to_head(m, source, discourse)]
    aside = next((t.idx for t in source if t.tag_ == "WP$"), None)  # "the church, whose archbishop Ena Varr …, said"
    candidates = [m for m in candidates if aside is None or m.start < aside] or candidates
    persons = [m for m in candidates if m.label == "PERSON"]
    if persons:
        head = next((m for m in persons if m.start <= root.idx < m.end), persons[-1])
        return Speaker(head.actor_id, "named")
    if _head_noun(source) is not None:
        return None
    head_mention = next((m for m in candidates if m.start <= root.idx < m.end), None)
    if head_mention is None and len(candidates) == 1 and not _is_apart(root, source, discourse):
        head_mention = candidates[0]
    if head_mention is None or (head_mention.actor_id is None and body_noun([root.lower_]) is not None):
        return None
    return Speaker(head_mention.actor_id, "named")


def _belongs_to_head(mention: Mention, source: Span, discourse: Discourse) -> bool:
    """Whether a name only says whose spokesman, or spokesman of what, is speaking."""
    span = source.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None or span.start <= source.root.i < span.end:
        return False
    if span.end < source.end and source.doc[span.end].tag_ == "POS":
        return True
    if (
        span.start > 1
        and source.doc[span.start - 1].text == "-"
        and source.doc[span.start - 2].lower_ in ("anti", "pro")
    ):
        return True  # "a handful of anti-Varr delegates"
    if mention.label == "PERSON" and span.end <= source.root.i and source.root.lower_ in nominals().partisans:
        return True  # "some Varr supporters"
    if mention.label == "PERSON" and span.end == source.end and discourse.is_body_at(span.start - 1):
        return False  # "Prime Minister of Belmora Anselm Corry"
    if mention.label == "PERSON" and any(t.lower_ == "under" for t in source.doc[source.root.i : span.start]):
        return False  # "the government under Premier Joan Astley"
    before = source.doc[span.start - 1].lower_ if span.start > source.start else ""
    return span.root.dep_ in _BELONGING or before in (
        "of",
        "for",
        "to",
        "by",
        "with",
        "but",
        "except",
        "unlike",
        "besides",
    )


def _from_nominal(source: Span, discourse: Discourse) -> Speaker:
    noun = _head_noun(source) or source.root
    word = noun.lower_
    if _is_apart(noun, source, discourse):
        return NOBODY
    affiliation = _owner(source, discourse) or _body_inside(source, noun, discourse)
    if word in nominals().texts:
        return Speaker(affiliation, "nominal") if affiliation else _issuer(source, discourse)
    if word in _OF_ANYBODY and len(source) == 2 and source[0].lower_ == "the":
        actor_id = antecedent_body([word], discourse.named_before(source.start)) if word in nominals().bodies else None
        actor_id = actor_id or _last_body(source, discourse)
        return Speaker(actor_id, "nominal") if actor_id is not None else NOBODY
    if word in nominals().bodies:
        speaker = _body_named(source, noun, affiliation, discourse)
        return speaker._replace(resolution="nominal") if source[0].tag_ == "PRP$" and speaker.actor_id else speaker
    if source[0].lower_ in ("the", "this") and "same" in (t.lower_ for t in source) and gender_of_role(word):
        actor_id = discourse.person_before(noun, gender_of_role(word) or "")
        return Speaker(actor_id, "nominal") if actor_id is not None else NOBODY
    if word in role_words().nouns and not _is_plural(noun):
        actor_id = None
        if not _is_definite(source):
            actor_id = discourse.introduced_by(source, noun)
        elif affiliation is not None or not _is_of_somebody(source, noun):
            actor_id = discourse.person_of_role(source, noun, affiliation)
        if actor_id is not None:
            return Speaker(actor_id, "nominal")
    return Speaker(None, "nominal", affiliation) if affiliation is not None else NOBODY


def _is_apart(noun: Token, source: Span, discourse: Discourse) -> bool:
    """Whether a noun is of somebody who does not speak for the state beside: "Ruritania's opposition leader"."""
    lists = nominals()
    apart = noun.lower_ in lists.others or any(
        c.dep_ in ("amod", "compound", "nmod") and c.lower_ in lists.apart for c in noun.children
    )
    labels = ("GPE", "NORP", "ORG") if noun.lower_ in _CANDIDATES else ("GPE", "NORP")  # "the League's candidate"
    return apart and any(m.label in labels for m in discourse.mentions_in(source))


def _owner(source: Span, discourse: Discourse) -> str | None:
    """Whose ministry or spokesman it is, when a pronoun says so ("her ministry", "its spokesman")."""
    word = source[0].lower_
    if source[0].tag_ != "PRP$" or len(source) == 1 or source.root.lower_ in nominals().relations:
        return None
    if word in _HE | _SHE:
        actor_id = discourse.person_before(source[0], "male" if word in _HE else "female")
        return discourse.persons[actor_id].affiliation if actor_id is not None else None
    return discourse.body_before(source[0]).actor_id if word in _BODY_PRONOUNS else None


def _body_inside(source: Span, noun: Token, discourse: Discourse) -> str | None:
    """The state or organisation in the source words; the one before the noun first."""
    inside = [m for m in discourse.mentions_in(source) if m.label != "PERSON" and m.actor_id is not None]
    bodies = [m for m in inside if m.start < noun.idx or noun.lower_ in _OF_A_PLACE or not _is_in(m, source)]
    before = [m for m in bodies if m.start < noun.idx]
    if bodies:
        return (before[-1] if before else bodies[0]).actor_id
    word = body_noun(t.lower_ for t in source if t.i != noun.i)
    return antecedent_body([word], discourse.named_before(source.start)) if word else None


def _is_in(mention: Mention, source: Span) -> bool:
    """Whether a name only says where somebody is ("two residents in Lima")."""
    preposition = [t.lower_ for t in source if t.idx < mention.start and t.pos_ == "ADP"]
    return bool(preposition) and preposition[-1] in ("in", "from", "near", "outside", "across")


def _body_named(source: Span, noun: Token, affiliation: str | None, discourse: Discourse) -> Speaker:
    """A body with its state in the words ("Peru's ministry"), or one that was named before."""
    if affiliation is not None:
        return Speaker(affiliation, "named")
    words = [t.lower_ for t in source if t.i < noun.i and t.is_alpha and not t.is_stop]
    actor_id = antecedent_body([*words, noun.lower_], discourse.named_before(source.start))
    if actor_id is None and noun.lower_ in _OF_OFFICIALS:
        actor_id = discourse.official_before(source.start)
    return Speaker(actor_id, "nominal") if actor_id is not None else NOBODY


def _last_body(source: Span, discourse: Discourse) -> str | None:
    """The body that spoke last, itself or by somebody, in this paragraph or the one before."""
    before = discourse.last_speaker(source.start, max_paragraphs=1)
    if before is None or before[1].actor_id is None:
        return None
    person = discourse.persons.get(before[1].actor_id)
    return before[1].actor_id if person is None else person.affiliation


def _issuer(source: Span, discourse: Discourse) -> Speaker:
    """Whoever spoke last before "the statement", or the latest body that was a subject."""
    before = discourse.last_speaker(source.start, max_paragraphs=1)
    if before is not None and before[1].resolution != "none":
        return before[1]._replace(resolution="nominal")
    actor_id = discourse.body_subject_before(source.start)
    return Speaker(actor_id, "nominal") if actor_id is not None else NOBODY


def _is_of_somebody(source: Span, noun: Token) -> bool:
    """Whether the words say of what ("the head of a cooperative"), beyond fields such as state and government."""
    of = [t for t in source if t.i > noun.i and t.lower_ == "of" and t.i + 1 < source.end]
    return bool(of) and source.doc[of[0].i + 1].lower_ not in ("state", "government", "staff", "parliament", "foreign")


def _is_definite(source: Span) -> bool:
    """Whether the words mean one certain person; a bare noun is how headlines say "the expert"."""
    bare = len(source) == 1
    return bare or source[0].lower_ in ("the", "this", "that") or any(t.tag_ in ("POS", "PRP$") for t in source)


def _head_noun(source: Span) -> Token | None:
    """The common noun that is the head of the source words (a role, a body or a text), if one is."""
    root = source.root
    return root if root.lower_ in speaker_nouns() and root.ent_type_ != "PERSON" else None


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or (not noun.tag_ and noun.lower_.endswith("s"))


def _trimmed(source: Span | None) -> Span | None:
    if source is None:
        return None
    start, end = source.start, source.end
    while start < end and (source.doc[start].is_space or source.doc[start].is_punct):
        start += 1
    while start < end and (source.doc[end - 1].is_space or source.doc[end - 1].is_punct):
        end -= 1
    return source.doc[start:end] if start < end else None
