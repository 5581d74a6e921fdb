"""Who is meant by source words. Sources and contents are marked in the texts: [source] and {content}."""

import re
from typing import NamedTuple

import pytest
import spacy
from spacy.tokens import Doc, Span

from helpers.actors.mentions import Mention, find_mentions
from helpers.actors.persons import Person, find_persons
from helpers.actors.speakers import resolve_speakers


class Quoted(NamedTuple):
    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None


def speakers_in(marked, nlp, matcher):
    """Parse a text without its marks; each line of contents and sources pairs up in order, `[]` is no source."""
    spans, plain = [], ""
    for piece in re.split(r"(\[[^\]]*\]|\{[^}]*\})", marked):
        if piece[:1] in ("[", "{"):
            spans.append((piece[0], len(plain), len(plain) + len(piece) - 2))
            piece = piece[1:-1]
        plain += piece
    doc = nlp(plain)
    contents = [doc.char_span(start, end, alignment_mode="expand") for mark, start, end in spans if mark == "{"]
    sources = [
        doc.char_span(start, end, alignment_mode="expand") if end > start else None
        for mark, start, end in spans
        if mark == "["
    ]
    quotations = [Quoted((content,), None, source) for content, source in zip(contents, sources, strict=True)]
    mentions, persons = find_persons(doc, find_mentions(doc, matcher), matcher.catalogue)
    return [tuple(speaker) for speaker in resolve_speakers(doc, quotations, mentions, persons)]


CASES = {
    "a name before which a state and a role stand": (
        '"{It is too late}," [Karvenian Foreign Ministry spokesman Mirel Tanov] said.',
        [("mirel_tanov", "named", None)],
    ),
    "a name with an apposition": (
        "[Oda Prell, director of the CWA], said {the study was late}.",
        [("oda_prell", "named", None)],
    ),
    "an apposition before the name": (
        "[The Council's spokeswoman, Yara Sund], said {it was late}.",
        [("yara_sund", "named", None)],
    ),
    "a ministry is its state": (
        "[The Belmoran Foreign Ministry] said {it was late}.",
        [("belmora", "named", None)],
    ),
    "nameless officials belong to their state": (
        "[Two Belmoran officials] said {it was late}.",
        [(None, "nominal", "belmora")],
    ),
    "people in a place do not speak for it": (
        "[Two residents in Lisenne] said {it was late}.",
        [(None, "none", None)],
    ),
    "a spokesman for somebody is not that somebody": (
        "[A spokesman for Petra Lindqvar] said {it was late}.",
        [(None, "none", None)],
    ),
    "she is the woman named before whose state a nameless official speaks for": (
        "Belmoran Foreign Minister Petra Lindqvar came to Lisenne. [The Belmoran envoy] said {it was late}.\n"
        '"{Never},"'
        " [she] added.",
        [(None, "nominal", "belmora"), ("petra_lindqvar", "pronoun", None)],
    ),
    "he is the nameless official who spoke before, where nobody of his state is named": (
        "Belmoran Foreign Minister Petra Lindqvar came to Lisenne. [The Karvenian envoy] said {it was late}.\n"
        '"{Never},"'
        " [he] added.",
        [(None, "nominal", "karvenia"), (None, "pronoun", "karvenia")],
    ),
    "she is the woman who spoke before": (
        'Foreign Minister Petra Lindqvar met Dorin Halasz. "{No}," [spokeswoman Yara Sund] said.\n'
        '"{Never},"'
        " [she] added.",
        [("yara_sund", "named", None), ("yara_sund", "pronoun", None)],
    ),
    "he is not a spokeswoman": (
        'Dorin Halasz arrived on Monday. "{No}," [spokeswoman Yara Sund] said. "{Yes}," [he] replied.',
        [("yara_sund", "named", None), ("dorin_halasz", "pronoun", None)],
    ),
    "he is the subject of the clause before": (
        "Although Dorin Halasz declined to answer, [he] said {the dam would be filled}.",
        [("dorin_halasz", "pronoun", None)],
    ),
    "nobody is named for a pronoun": (
        "Snow fell. [He] said {it was cold}.",
        [(None, "none", None)],
    ),
    "the expert is the expert named before": (
        "According to [Karvenian political analyst Levan Dusk], {the talks failed}. Dorin Halasz disagreed. "
        '"{They will go on}," [the expert] said.',
        [("levan_dusk", "named", None), ("levan_dusk", "nominal", None)],
    ),
    "the minister is the one of that state": (
        "Foreign Minister Petra Lindqvar met Foreign Minister Elka Varossi. "
        "[The Belmoran foreign minister] said {it was late}.",
        [("petra_lindqvar", "nominal", None)],
    ),
    "the head of state is a president": (
        "President Dorin Halasz met Foreign Minister Petra Lindqvar. [The head of state] said {it was late}.",
        [("dorin_halasz", "nominal", None)],
    ),
    "the head of something else is nobody": (
        "President Dorin Halasz was there. [The head of a bakery] said {it was late}.",
        [(None, "none", None)],
    ),
    "the ministry is the ministry named before": (
        "The Karvenian Foreign Ministry confirmed it. [The ministry] said {it was late}.",
        [("karvenia", "nominal", None)],
    ),
    "the ministry of the minister who spoke": (
        '"{No}," [Foreign Minister Sabela Noor] said. [The ministry] explained that {it was late}.',
        [("sabela_noor", "named", None), ("iskara", "nominal", None)],
    ),
    "the statement is of the body that spoke last": (
        '[The Meridian Council] said {the vote was void}. "{It has no basis}," [the statement] reads.',
        [("meridian_council", "named", None), ("meridian_council", "nominal", None)],
    ),
    "it is the body that spoke": (
        "[The Meridian Council] said {the vote was void}. [It] added that {observers were ready}.",
        [("meridian_council", "named", None), ("meridian_council", "pronoun", None)],
    ),
    "they are the officials who spoke": (
        "[Belmoran officials] said {it was late}. [They] added that {nobody came}.",
        [(None, "nominal", "belmora"), (None, "pronoun", "belmora")],
    ),
    "one of them is one of the officials": (
        "[Officials in Lisenne] said {it was late}, and [one of them] thought {nobody would come}.",
        [(None, "nominal", "belmora"), (None, "nominal", "belmora")],
    ),
    "the speaker is carried into the next paragraph": (
        '"{It is late}," [Yara Sund] said.\n"{We will wait.}"[]',
        [("yara_sund", "named", None), ("yara_sund", "carried", None)],
    ),
    "the speaker is not carried past another person who acts": (
        '"{It is late}," [Yara Sund] said. Dorin Halasz left the room. "{We will wait.}"[]',
        [("yara_sund", "named", None), (None, "none", None)],
    ),
    "the speaker is not carried over paragraphs": (
        '"{It is late}," [Yara Sund] said.\nIt rained.\nThe river rose.\n"{We will wait.}"[]',
        [("yara_sund", "named", None), (None, "none", None)],
    ),
    "a role of a state right before a name": (
        "[Prime Minister of Belmora Anselm Corry] said {it was late}.",
        [("anselm_corry", "named", None)],
    ),
    "the expert is the one of whom nothing else is said": (
        "Dorin Halasz left.\nEven Gregor Ilm, no friend of Karvos, stayed. “{It is late},” [the historian] said.",
        [("gregor_ilm", "nominal", None)],
    ),
    "the speaker before a transcript's answer": (
        "Prime Minister Anselm Corry answered questions.\n[CORRY]: {I trust signatures.}",
        [("anselm_corry", "named", None)],
    ),
}


@pytest.mark.parametrize(("marked", "expected"), CASES.values(), ids=CASES)
def test_source_words_mean(nlp, sample_matcher, marked, expected):
    assert speakers_in(marked, nlp, sample_matcher) == expected


VOCAB = spacy.blank("en").vocab


def test_a_possessor_is_not_the_speaker_on_a_given_parse():
    words = ["Halasz", "'s", "spokesman", "Tanov", "said", "no"]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=[False, True, True, True, True, False],
        heads=[2, 0, 3, 4, 4, 4],
        deps=["poss", "case", "compound", "nsubj", "ROOT", "dobj"],
        tags=["NNP", "POS", "NN", "NNP", "VBD", "UH"],
    )
    mentions = [
        Mention(0, 6, "Halasz", "PERSON", "dorin_halasz", 1.0),
        Mention(19, 24, "Tanov", "PERSON", "mirel_tanov", 1.0),
    ]
    assert [doc.text[m.start : m.end] for m in mentions] == ["Halasz", "Tanov"]
    persons = [
        Person("dorin_halasz", "Dorin Halasz", "President", "karvenia", 1),
        Person("mirel_tanov", "Mirel Tanov", "spokesman", "karvenia", 1),
    ]
    quotations = [Quoted((doc[5:6],), doc[4:5], doc[0:4])]
    assert resolve_speakers(doc, quotations, mentions, persons) == [("mirel_tanov", "named", None)]


def test_a_passive_cue_without_source_carries_nobody():
    words = ["Tanov", "said", "no", ".", "Rain", "is", "expected", "."]
    doc = Doc(
        VOCAB,
        words=words,
        heads=[1, 1, 1, 1, 6, 6, 6, 6],
        deps=["nsubj", "ROOT", "dobj", "punct", "nsubjpass", "auxpass", "ROOT", "punct"],
        tags=["NNP", "VBD", "UH", ".", "NN", "VBZ", "VBN", "."],
    )
    mentions = [Mention(0, 5, "Tanov", "PERSON", "mirel_tanov", 1.0)]
    persons = [Person("mirel_tanov", "Mirel Tanov", "spokesman", "karvenia", 1)]
    quotations = [Quoted((doc[2:3],), doc[1:2], doc[0:1]), Quoted((doc[4:5],), doc[6:7], None)]
    speakers = resolve_speakers(doc, quotations, mentions, persons)
    assert [speaker.resolution for speaker in speakers] == ["named", "none"]


def test_a_document_without_quotations_has_no_speakers(nlp):
    assert resolve_speakers(nlp("It rained."), [], [], []) == []
