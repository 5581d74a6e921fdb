"""What has the form of an attribution and reports nothing is told from what does, on hand-built parses."""

import pytest
import spacy
from spacy.tokens import Doc

from helpers.quotations.hollow import is_hollow
from helpers.quotations.tree import Candidate, Tree

VOCAB = spacy.blank("en").vocab

# "word/lemma/TAG/dep/head" of each token; content, cue and source in tokens.
CASES = {
    "what_is_followed": (
        "They/they/PRP/nsubj/1 came/come/VBD/ROOT/1 early/early/RB/advmod/1 according/accord/VBG/prep/1 "
        "to/to/IN/prep/3 the/the/DT/det/6 schedule/schedule/NN/pobj/4",
        ((0, 3), (3, 5), (5, 7)),
        True,
    ),
    "who_says_so": (
        "They/they/PRP/nsubj/1 came/come/VBD/ROOT/1 early/early/RB/advmod/1 according/accord/VBG/prep/1 "
        "to/to/IN/prep/3 the/the/DT/det/6 minister/minister/NN/pobj/4",
        ((0, 3), (3, 5), (5, 7)),
        False,
    ),
    "nobody": (
        "It/it/PRP/nsubj/1 is/be/VBZ/ROOT/1 not/not/RB/neg/1 clear/clear/JJ/acomp/1 whether/whether/IN/mark/6 "
        "they/they/PRP/nsubj/6 come/come/VBP/ccomp/1",
        ((4, 7), (1, 4), (0, 1)),
        True,
    ),
    "a_body_that_is_it": (
        "It/it/PRP/nsubj/1 said/say/VBD/ROOT/1 that/that/IN/mark/4 they/they/PRP/nsubj/4 come/come/VBP/ccomp/1",
        ((2, 5), (1, 2), (0, 1)),
        False,
    ),
    "the_outlet_itself": (
        "We/we/PRP/nsubj/1 remind/remind/VBP/ROOT/1 you/you/PRP/dobj/1 that/that/IN/mark/5 they/they/PRP/nsubj/5 "
        "came/come/VBD/ccomp/1",
        ((3, 6), (1, 2), (0, 1)),
        True,
    ),
    "a_place": (
        "The/the/DT/det/1 note/note/NN/nsubj/4 in/in/IN/prep/1 Selm/Selm/NNP/pobj/2 expressed/express/VBD/ROOT/4 "
        "regret/regret/NN/dobj/4",
        ((5, 6), (4, 5), (2, 4)),
        True,
    ),
    "only_the_topic": (
        "Varga/Varga/NNP/nsubj/1 commented/comment/VBD/ROOT/1 on/on/IN/prep/1 the/the/DT/det/4 vote/vote/NN/pobj/2",
        ((3, 5), (1, 3), (0, 1)),
        True,
    ),
    "an_explanation": (
        "Varga/Varga/NNP/nsubj/1 explained/explain/VBD/ROOT/1 that/that/IN/mark/5 the/the/DT/det/4 "
        "vote/vote/NN/nsubj/5 failed/fail/VBD/ccomp/1",
        ((2, 6), (1, 2), (0, 1)),
        False,
    ),
}


def judged(parse, spans, *, quoted=False):
    words, lemmas, tags, deps, heads = zip(*(token.split("/") for token in parse.split()), strict=True)
    doc = Doc(VOCAB, words=words, lemmas=lemmas, tags=tags, deps=deps, heads=[int(head) for head in heads])
    content, cue, source = spans
    return is_hollow(Tree(doc), Candidate((content,), cue, source, "learned"), [quoted] * len(doc))


@pytest.mark.parametrize(("parse", "spans", "hollow"), CASES.values(), ids=CASES)
def test_an_attribution_in_form_only_is_told_apart(parse, spans, hollow):
    assert judged(parse, spans) is hollow


def test_a_reminder_inside_quotation_marks_is_the_speakers_own():
    parse, spans, _ = CASES["the_outlet_itself"]
    assert judged(parse, spans, quoted=True) is False


def test_without_a_source_nothing_is_judged():
    parse, (content, cue, _), _ = CASES["nobody"]
    assert judged(parse, (content, cue, None)) is False
