"""Each kind of attribution on a hand-built parse, so that no model can move what is expected."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from helpers.quotations.rules import iter_quotations

VOCAB = spacy.blank("en").vocab
CLOSED_UP = frozenset((".", ",", ":", "'s"))


def build(parse, people=()):
    """A Doc from "word/lemma/TAG/dep/head" for each token; `people` are token ranges."""
    words, lemmas, tags, deps, heads = zip(*(token.split("/") for token in parse.split()), strict=True)
    doc = Doc(
        VOCAB, words=words, spaces=_spaces(words), lemmas=lemmas, tags=tags, deps=deps, heads=[int(h) for h in heads]
    )
    doc.ents = [Span(doc, start, end, label="PERSON") for start, end in people]
    return doc


def _spaces(words):
    """White space after each word, as it is printed: none before a comma, none inside a pair of marks."""
    spaces, inside = [], False
    for word, following in zip(words, (*words[1:], "."), strict=True):
        inside ^= word == '"'
        closes = following == '"' and inside
        spaces.append(not (following in CLOSED_UP or closes or (word == '"' and inside)))
    return spaces


def shown(quotation):
    source = None if quotation.source is None else quotation.source.text
    return quotation.kind, source, quotation.cue.text, tuple(content.text for content in quotation.contents)


# name: parse, [(kind, source, cue, contents)]
CASES = {
    "clause": (
        "Varga/Varga/NNP/nsubj/1 said/say/VBD/ROOT/1 that/that/IN/mark/6 the/the/DT/det/4 talks/talk/NNS/nsubj/6 "
        "had/have/VBD/aux/6 failed/fail/VBN/ccomp/1 ./././punct/1",
        [("indirect", "Varga", "said", ("that the talks had failed",))],
    ),
    "clause_without_that": (
        "The/the/DT/det/1 ministry/ministry/NN/nsubj/2 confirmed/confirm/VBD/ROOT/2 the/the/DT/det/4 "
        "bridge/bridge/NN/nsubj/5 was/be/VBD/ccomp/2 closed/closed/JJ/acomp/5 ./././punct/2",
        [("indirect", "The ministry", "confirmed", ("the bridge was closed",))],
    ),
    "question_clause": (
        "Reporters/reporter/NNS/nsubj/1 asked/ask/VBD/ROOT/1 whether/whether/IN/mark/5 the/the/DT/det/4 "
        "vote/vote/NN/nsubj/5 was/be/VBD/ccomp/1 legal/legal/JJ/acomp/5 ./././punct/1",
        [("indirect", "Reporters", "asked", ("whether the vote was legal",))],
    ),
    "source_of_a_participle": (
        "Varga/Varga/NNP/nsubj/1 left/leave/VBD/ROOT/1 early/early/RB/advmod/1 ,/,/,/punct/1 saying/say/VBG/advcl/1 "
        "he/he/PRP/nsubj/6 was/be/VBD/ccomp/4 tired/tired/JJ/acomp/6 of/of/IN/prep/7 waiting/wait/VBG/pcomp/8 "
        "./././punct/1",
        [("indirect", "Varga", "saying", ("he was tired of waiting",))],
    ),
    "noun_with_participle": (
        "Ruiz/Ruiz/NNP/nsubj/1 issued/issue/VBD/ROOT/1 a/a/DT/det/3 statement/statement/NN/dobj/1 "
        "saying/say/VBG/acl/3 the/the/DT/det/6 border/border/NN/nsubj/7 was/be/VBD/ccomp/4 open/open/JJ/acomp/7 "
        "./././punct/1",
        [("indirect", "Ruiz", "saying", ("the border was open",))],
    ),
    "quoted_as_saying": (
        "Ruiz/Ruiz/NNP/nsubjpass/2 was/be/VBD/auxpass/2 quoted/quote/VBN/ROOT/2 as/as/IN/prep/2 "
        "saying/say/VBG/pcomp/3 that/that/IN/mark/9 the/the/DT/det/7 talks/talk/NNS/nsubj/9 had/have/VBD/aux/9 "
        "failed/fail/VBN/ccomp/4 ./././punct/2",
        [("indirect", "Ruiz", "saying", ("that the talks had failed",))],
    ),
    "passive_with_agent": (
        "They/they/PRP/nsubjpass/2 were/be/VBD/auxpass/2 told/tell/VBN/ROOT/2 by/by/IN/agent/2 Ruiz/Ruiz/NNP/pobj/3 "
        "that/that/IN/mark/8 the/the/DT/det/7 bridge/bridge/NN/nsubj/8 was/be/VBD/ccomp/2 closed/closed/JJ/acomp/8 "
        "./././punct/2",
        [("indirect", "Ruiz", "told", ("that the bridge was closed",))],
    ),
    "infinitive": (
        "Halasz/Halasz/NNP/nsubj/1 promised/promise/VBD/ROOT/1 to/to/TO/aux/3 sign/sign/VB/xcomp/1 the/the/DT/det/5 "
        "treaty/treaty/NN/dobj/3 in/in/IN/prep/3 May/May/NNP/pobj/6 ./././punct/1",
        [("indirect", "Halasz", "promised", ("to sign the treaty in May",))],
    ),
    "object_infinitive": (
        "Ruiz/Ruiz/NNP/nsubj/1 urged/urge/VBD/ROOT/1 the/the/DT/det/3 council/council/NN/dobj/1 to/to/TO/aux/5 "
        "reject/reject/VB/xcomp/1 the/the/DT/det/7 plan/plan/NN/dobj/5 ./././punct/1",
        [("indirect", "Ruiz", "urged", ("the council to reject the plan",))],
    ),
    "called_on": (
        "Halasz/halasz/NN/nsubj/1 called/call/VBD/ROOT/1 on/on/IN/prep/1 Moravia/Moravia/NNP/pobj/2 to/to/TO/aux/5 "
        "open/open/VB/xcomp/1 the/the/DT/det/7 border/border/NN/dobj/5 ./././punct/1",
        [("indirect", "Halasz", "called", ("Moravia to open the border",))],
    ),
    "gerund": (
        "Ruiz/Ruiz/NNP/nsubj/1 denied/deny/VBD/ROOT/1 taking/take/VBG/xcomp/1 money/money/NN/dobj/2 "
        "from/from/IN/prep/2 the/the/DT/det/6 bank/bank/NN/pobj/4 ./././punct/1",
        [("indirect", "Ruiz", "denied", ("taking money from the bank",))],
    ),
    "naming": (
        "Ruiz/ruiz/NN/nsubj/1 called/call/VBD/ROOT/1 the/the/DT/det/3 plan/plan/NN/dobj/1 a/a/DT/det/6 "
        "bad/bad/JJ/amod/6 joke/joke/NN/oprd/1 ./././punct/1",
        [("indirect", "Ruiz", "called", ("the plan a bad joke",))],
    ),
    "describing": (
        "Halasz/Halasz/NNP/nsubj/1 described/describe/VBD/ROOT/1 the/the/DT/det/3 vote/vote/NN/dobj/1 "
        "as/as/IN/prep/1 a/a/DT/det/6 farce/farce/NN/pobj/4 ./././punct/1",
        [("indirect", "Halasz", "described", ("the vote as a farce",))],
    ),
    "accusing": (
        "Ruiz/Ruiz/NNP/nsubj/1 accused/accuse/VBD/ROOT/1 Halasz/Halasz/NNP/dobj/1 of/of/IN/prep/1 "
        "breaking/break/VBG/pcomp/3 his/his/PRP$/poss/6 word/word/NN/dobj/4 ./././punct/1",
        [("indirect", "Ruiz", "accused", ("Halasz of breaking his word",))],
    ),
    "object": (
        "Halasz/Halasz/NNP/nsubj/1 rejected/reject/VBD/ROOT/1 the/the/DT/det/3 offer/offer/NN/dobj/1 "
        "of/of/IN/prep/3 the/the/DT/det/6 council/council/NN/pobj/4 ./././punct/1",
        [("indirect", "Halasz", "rejected", ("the offer of the council",))],
    ),
    "object_of_passive": (
        "The/the/DT/det/1 offer/offer/NN/nsubjpass/3 was/be/VBD/auxpass/3 rejected/reject/VBN/ROOT/3 "
        "by/by/IN/agent/3 Halasz/Halasz/NNP/pobj/4 ./././punct/3",
        [("indirect", "Halasz", "rejected", ("The offer",))],
    ),
    "warned_of": (
        "Ruiz/Ruiz/NNP/nsubj/1 warned/warn/VBD/ROOT/1 of/of/IN/prep/1 a/a/DT/det/5 new/new/JJ/amod/5 "
        "war/war/NN/pobj/2 in/in/IN/prep/5 the/the/DT/det/8 region/region/NN/pobj/6 ./././punct/1",
        [("indirect", "Ruiz", "warned of", ("a new war in the region",))],
    ),
    "called_for": (
        "Halasz/halasz/NN/nsubj/1 called/call/VBD/ROOT/1 for/for/IN/prep/1 a/a/DT/det/4 ban/ban/NN/pobj/2 "
        "on/on/IN/prep/4 exports/export/NNS/pobj/5 ./././punct/1",
        [("indirect", "Halasz", "called for", ("a ban on exports",))],
    ),
    "thought_clause": (
        "Ruiz/Ruiz/NNP/nsubj/1 believes/believe/VBZ/ROOT/1 that/that/IN/mark/6 the/the/DT/det/4 "
        "deal/deal/NN/nsubj/6 will/will/MD/aux/6 hold/hold/VB/ccomp/1 ./././punct/1",
        [("thought", "Ruiz", "believes", ("that the deal will hold",))],
    ),
    "thought_infinitive": (
        "Halasz/halasz/NN/nsubj/1 wants/want/VBZ/ROOT/1 to/to/TO/aux/3 close/close/VB/xcomp/1 the/the/DT/det/5 "
        "port/port/NN/dobj/3 ./././punct/1",
        [("thought", "Halasz", "wants", ("to close the port",))],
    ),
    "according_first": (
        "According/accord/VBG/prep/7 to/to/IN/prep/0 Ruiz/Ruiz/NNP/pobj/1 ,/,/,/punct/7 the/the/DT/det/5 "
        "port/port/NN/nsubjpass/7 was/be/VBD/auxpass/7 closed/close/VBN/ROOT/7 on/on/IN/prep/7 "
        "Monday/Monday/NNP/pobj/8 ./././punct/7",
        [("indirect", "Ruiz", "According to", ("the port was closed on Monday",))],
    ),
    "according_last": (
        "The/the/DT/det/1 port/port/NN/nsubjpass/3 was/be/VBD/auxpass/3 closed/close/VBN/ROOT/3 on/on/IN/prep/3 "
        "Monday/Monday/NNP/pobj/4 ,/,/,/punct/3 according/accord/VBG/prep/3 to/to/IN/prep/7 Ruiz/Ruiz/NNP/pobj/8 "
        "./././punct/3",
        [("indirect", "Ruiz", "according to", ("The port was closed on Monday",))],
    ),
    "in_the_view_of": (
        "In/in/IN/prep/7 Halasz/Halasz/NNP/poss/3 's/'s/POS/case/1 view/view/NN/pobj/0 ,/,/,/punct/7 "
        "the/the/DT/det/6 treaty/treaty/NN/nsubj/7 was/be/VBD/ROOT/7 dead/dead/JJ/acomp/7 ./././punct/7",
        [("indirect", "Halasz", "view", ("the treaty was dead",))],
    ),
    "noun_claim": (
        "Halasz/Halasz/NNP/poss/2 's/'s/POS/case/0 claim/claim/NN/nsubj/8 that/that/IN/mark/7 the/the/DT/det/5 "
        "vote/vote/NN/nsubjpass/7 was/be/VBD/auxpass/7 stolen/steal/VBN/acl/2 is/be/VBZ/ROOT/8 "
        "false/false/JJ/acomp/8 ./././punct/8",
        [("indirect", "Halasz", "claim", ("that the vote was stolen",))],
    ),
    "noun_promise": (
        "Ruiz/Ruiz/NNP/nsubj/1 broke/break/VBD/ROOT/1 her/her/PRP$/poss/3 promise/promise/NN/dobj/1 to/to/TO/aux/5 "
        "open/open/VB/acl/3 the/the/DT/det/7 archive/archive/NN/dobj/5 ./././punct/1",
        [("indirect", "her", "promise", ("to open the archive",))],
    ),
    "noun_criticism": (
        "Halasz/Halasz/NNP/poss/2 's/'s/POS/case/0 criticism/criticism/NN/nsubj/6 of/of/IN/prep/2 the/the/DT/det/5 "
        "court/court/NN/pobj/3 was/be/VBD/ROOT/6 loud/loud/JJ/acomp/6 ./././punct/6",
        [("indirect", "Halasz", "criticism", ("the court",))],
    ),
    "preposed": (
        "The/the/DT/det/1 port/port/NN/nsubj/2 was/be/VBD/ccomp/6 closed/close/VBN/acomp/2 ,/,/,/punct/6 "
        "Ruiz/Ruiz/NNP/nsubj/6 said/say/VBD/ROOT/6 ./././punct/6",
        [("indirect", "Ruiz", "said", ("The port was closed",))],
    ),
    "parenthesis": (
        "The/the/DT/det/1 port/port/NN/nsubj/7 ,/,/,/punct/4 he/he/PRP/nsubj/4 said/say/VBD/parataxis/7 "
        ",/,/,/punct/4 would/would/MD/aux/7 stay/stay/VB/ROOT/7 closed/closed/JJ/acomp/7 until/until/IN/prep/7 "
        "May/May/NNP/pobj/9 ./././punct/7",
        [("indirect", "he", "said", ("The port", "would stay closed until May"))],
    ),
    "as_said": (
        "As/as/IN/mark/2 Ruiz/Ruiz/NNP/nsubj/2 said/say/VBD/advcl/7 ,/,/,/punct/2 the/the/DT/det/5 "
        "port/port/NN/nsubjpass/7 was/be/VBD/auxpass/7 closed/close/VBN/ROOT/7 ./././punct/7",
        [("indirect", "Ruiz", "said", ("the port was closed",))],
    ),
    "two_reports": (
        "Ruiz/Ruiz/NNP/nsubj/1 said/say/VBD/ROOT/1 the/the/DT/det/3 port/port/NN/nsubjpass/5 was/be/VBD/auxpass/5 "
        "closed/close/VBN/ccomp/1 and/and/CC/cc/1 added/add/VBD/conj/1 that/that/IN/mark/10 it/it/PRP/nsubj/10 "
        "was/be/VBD/ccomp/7 safe/safe/JJ/acomp/10 ./././punct/1",
        [("indirect", "Ruiz", "said", ("the port was closed",)), ("indirect", "Ruiz", "added", ("that it was safe",))],
    ),
    "auxiliary_adjective": (
        "Ruiz/Ruiz/NNP/nsubj/1 said/say/VBD/ROOT/1 he/he/PRP/nsubjpass/5 was/be/VBD/auxpass/5 "
        "mostly/mostly/RB/advmod/5 focused/focus/VBN/ccomp/1 on/on/IN/prep/5 trade/trade/NN/pobj/6 ./././punct/1",
        [("indirect", "Ruiz", "said", ("he was mostly focused on trade",))],
    ),
    "mixed_clause": (
        "Ruiz/Ruiz/NNP/nsubj/1 said/say/VBD/ROOT/1 the/the/DT/det/3 plan/plan/NN/nsubj/4 was/be/VBD/ccomp/1 "
        '"/"/``/punct/7 totally/totally/RB/advmod/7 unacceptable/unacceptable/JJ/acomp/4 "/"/\'\'/punct/4 '
        "./././punct/1",
        [("mixed", "Ruiz", "said", ('the plan was "totally unacceptable"',))],
    ),
    "mixed_naming": (
        'Ruiz/ruiz/NN/nsubj/1 called/call/VBD/ROOT/1 the/the/DT/det/3 plan/plan/NN/dobj/1 "/"/``/punct/5 '
        "unacceptable/unacceptable/JJ/oprd/1 \"/\"/''/punct/1 ./././punct/1",
        [("mixed", "Ruiz", "called", ('the plan "unacceptable"',))],
    ),
    "cue_after": (
        '"/"/``/punct/9 We/we/PRP/nsubj/2 are/be/VBP/ccomp/9 ready/ready/JJ/acomp/2 for/for/IN/prep/3 '
        "talks/talk/NNS/pobj/4 ,/,/,/punct/9 \"/\"/''/punct/9 Ruiz/Ruiz/NNP/nsubj/9 told/tell/VBD/ROOT/9 "
        "reporters/reporter/NNS/dobj/9 ./././punct/9",
        [("direct", "Ruiz", "told", ("We are ready for talks",))],
    ),
    "cue_inverted": (
        '"/"/``/punct/8 We/we/PRP/nsubj/2 are/be/VBP/ccomp/8 ready/ready/JJ/acomp/2 for/for/IN/prep/3 '
        "talks/talk/NNS/pobj/4 ,/,/,/punct/8 \"/\"/''/punct/8 said/say/VBD/ROOT/8 Ruiz/Ruiz/NNP/nsubj/8 ./././punct/8",
        [("direct", "Ruiz", "said", ("We are ready for talks",))],
    ),
    "cue_before": (
        'Ruiz/Ruiz/NNP/nsubj/1 said/say/VBD/ROOT/1 :/:/:/punct/1 "/"/``/punct/1 We/we/PRP/nsubj/5 '
        "are/be/VBP/ccomp/1 ready/ready/JJ/acomp/5 for/for/IN/prep/6 talks/talk/NNS/pobj/7 ./././punct/1 "
        "\"/\"/''/punct/1",
        [("direct", "Ruiz", "said", ("We are ready for talks.",))],
    ),
    "cue_in_the_middle": (
        '"/"/``/punct/7 We/we/PRP/nsubj/2 are/be/VBP/ccomp/7 ready/ready/JJ/acomp/2 ,/,/,/punct/7 "/"/\'\'/punct/7 '
        'Ruiz/Ruiz/NNP/nsubj/7 said/say/VBD/ROOT/7 ,/,/,/punct/7 "/"/``/punct/7 and/and/CC/cc/7 we/we/PRP/nsubj/13 '
        "will/will/MD/aux/13 wait/wait/VB/conj/7 ./././punct/13 \"/\"/''/punct/13",
        [("direct", "Ruiz", "said", ("We are ready", "and we will wait."))],
    ),
    "quote_according": (
        '"/"/``/punct/3 The/the/DT/det/2 road/road/NN/nsubj/3 is/be/VBZ/ROOT/3 open/open/JJ/acomp/3 '
        "again/again/RB/advmod/3 ,/,/,/punct/3 \"/\"/''/punct/3 according/accord/VBG/prep/3 to/to/IN/prep/8 "
        "Ruiz/Ruiz/NNP/pobj/9 ./././punct/3",
        [("direct", "Ruiz", "according to", ("The road is open again",))],
    ),
    "two_sentences": (
        '"/"/``/punct/6 We/we/PRP/nsubj/2 are/be/VBP/ccomp/6 ready/ready/JJ/acomp/2 ,/,/,/punct/6 "/"/\'\'/punct/6 '
        'said/say/VBD/ROOT/6 Ruiz/Ruiz/NNP/nsubj/6 ./././punct/6 "/"/``/punct/11 They/they/PRP/nsubj/11 '
        "are/be/VBP/ROOT/11 not/not/RB/neg/11 ./././punct/11 \"/\"/''/punct/11",
        [("direct", "Ruiz", "said", ("We are ready", "They are not."))],
    ),
    "nested": (
        '"/"/``/punct/3 The/the/DT/det/2 ministry/ministry/NN/nsubj/3 said/say/VBD/ccomp/12 that/that/IN/mark/7 '
        "the/the/DT/det/6 road/road/NN/nsubj/7 was/be/VBD/ccomp/3 open/open/JJ/acomp/7 ,/,/,/punct/12 "
        "\"/\"/''/punct/12 Ruiz/Ruiz/NNP/nsubj/12 recalled/recall/VBD/ROOT/12 ./././punct/12",
        [
            ("direct", "Ruiz", "recalled", ("The ministry said that the road was open",)),
            ("indirect", "The ministry", "said", ("that the road was open",)),
        ],
    ),
    "unmarked_person": (
        "We/we/PRP/nsubj/3 will/will/MD/aux/3 never/never/RB/neg/3 sign/sign/VB/ccomp/8 this/this/DT/det/5 "
        "paper/paper/NN/dobj/3 ,/,/,/punct/8 Halasz/Halasz/NNP/nsubj/8 said/say/VBD/ROOT/8 ./././punct/8",
        [("unmarked", "Halasz", "said", ("We will never sign this paper",))],
    ),
    "unmarked_future": (
        "Nothing/nothing/NN/nsubjpass/3 will/will/MD/aux/3 be/be/VB/auxpass/3 signed/sign/VBN/ccomp/7 "
        "here/here/RB/advmod/3 ,/,/,/punct/7 Varossi/Varossi/NNP/nsubj/7 declared/declare/VBD/ROOT/7 ./././punct/7",
        [("unmarked", "Varossi", "declared", ("Nothing will be signed here",))],
    ),
    "scare_so_called": (
        'The/the/DT/det/5 so/so/RB/advmod/3 -/-/HYPH/punct/3 called/call/VBN/amod/5 "/"/``/punct/5 '
        "referendum/referendum/NN/nsubj/7 \"/\"/''/punct/5 took/take/VBD/ROOT/7 place/place/NN/dobj/7 on/on/IN/prep/7 "
        "Sunday/Sunday/NNP/pobj/9 ./././punct/7",
        [],
    ),
    "scare_phrase": (
        'The/the/DT/det/3 "/"/``/punct/3 sham/sham/JJ/amod/3 elections/election/NNS/nsubj/5 "/"/\'\'/punct/3 '
        "were/be/VBD/ROOT/5 over/over/RB/advmod/5 by/by/IN/prep/5 noon/noon/NN/pobj/7 ./././punct/5",
        [],
    ),
    "purpose": (
        "Ruiz/Ruiz/NNP/nsubj/1 came/come/VBD/ROOT/1 to/to/TO/aux/3 criticise/criticise/VB/advcl/1 the/the/DT/det/5 "
        "plan/plan/NN/dobj/3 ./././punct/1",
        [],
    ),
    "hypothesis": (
        "Halasz/Halasz/NNP/nsubj/2 might/might/MD/aux/2 reject/reject/VB/ROOT/2 the/the/DT/det/4 "
        "offer/offer/NN/dobj/2 ./././punct/2",
        [],
    ),
    "condition": (
        "If/if/IN/mark/2 Ruiz/Ruiz/NNP/nsubj/2 promises/promise/VBZ/advcl/8 to/to/TO/aux/4 leave/leave/VB/xcomp/2 "
        ",/,/,/punct/8 the/the/DT/det/7 talks/talk/NNS/nsubj/8 go/go/VBP/ROOT/8 on/on/RP/prt/8 ./././punct/8",
        [],
    ),
    "no_source": (
        "It/it/PRP/nsubjpass/3 can/can/MD/aux/3 be/be/VB/auxpass/3 said/say/VBN/ROOT/3 that/that/IN/mark/6 "
        "talks/talk/NNS/nsubj/6 failed/fail/VBD/ccomp/3 ./././punct/3",
        [],
    ),
    "no_cue": (
        "The/the/DT/det/1 council/council/NN/nsubj/2 met/meet/VBD/ROOT/2 in/in/IN/prep/2 May/May/NNP/pobj/3 "
        "and/and/CC/cc/2 the/the/DT/det/7 port/port/NN/nsubj/8 was/be/VBD/conj/2 closed/close/VBN/acomp/8 "
        "./././punct/8",
        [],
    ),
}

WE_WILL_SIGN = "We/we/PRP/nsubj/{0} will/will/MD/aux/{0} never/never/RB/neg/{0} sign/sign/VB/{1} this/this/DT/dobj/{0}"
AFTER_COLON = "Ana/Ana/NNP/compound/1 Halasz/Halasz/NNP/dep/6 :/:/:/punct/6 " + WE_WILL_SIGN.format(6, "ROOT/6")
BEFORE_DASH = WE_WILL_SIGN.format(3, "ROOT/3") + " —/—/:/punct/3 Ana/Ana/NNP/compound/7 Halasz/Halasz/NNP/dep/3"
UNNAMED = "Weather/weather/NN/dep/3 :/:/:/punct/3 Rain/rain/NN/nsubj/3 falls/fall/VBZ/ROOT/3 today/today/NN/npadvmod/3"


@pytest.mark.parametrize(("parse", "expected"), CASES.values(), ids=CASES)
def test_attribution_is_found_as_a_reader_would(parse, expected):
    assert [shown(quotation) for quotation in iter_quotations(build(parse))] == expected


@pytest.mark.parametrize(
    ("parse", "people", "expected"),
    [
        (AFTER_COLON, [(0, 2)], [("unmarked", "Ana Halasz", ":", ("We will never sign this",))]),
        (BEFORE_DASH, [(6, 8)], [("unmarked", "Ana Halasz", "—", ("We will never sign this",))]),
        (UNNAMED, [], []),
    ],
    ids=["name_and_colon", "dash_and_name", "colon_after_no_name"],
)
def test_headlines_attribute_by_typography(parse, people, expected):
    assert [shown(quotation) for quotation in iter_quotations(build(parse, people))] == expected


def test_what_is_said_inside_a_quotation_is_flagged_as_nested():
    outer, inner = iter_quotations(build(CASES["nested"][0]))
    assert (outer.flags, inner.flags) == ((), ("nested",))


def test_lost_marks_are_flagged():
    (quotation,) = iter_quotations(build(CASES["unmarked_person"][0]))
    assert quotation.flags == ("marks_missing",)


def test_confidence_is_higher_for_direct_speech_than_for_a_plan():
    (direct,) = iter_quotations(build(CASES["cue_after"][0]))
    (plan,) = iter_quotations(build(CASES["thought_infinitive"][0]))
    assert 0 < plan.confidence < direct.confidence <= 1
