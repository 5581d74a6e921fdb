"""Docs: sentences parsed once with the model, and made ones whose words, heads and labels are any."""

from functools import cache

from hypothesis import strategies as st
from spacy.tokens import Doc
from tests.properties.texts import WORDS

from helpers.model import load_model, parse_text, text_to_parse
from helpers.parses import plain_vocab

ARTICLES = (
    "Norland rejects the bridge\nBy Ada Lund\n“We will never accept the bridge,” Foreign Minister Lena Holm said on "
    "Monday. “It is a threat to Norland.” She welcomed the sugar tax.",
    'Piet Ost, a spokesman for Estavia, told reporters that he does not back the fishing accord. "Not yet", he said.',
    "According to Sudmark, the smoking ban would be a disaster. The president denied that Estavia had agreed to it; "
    "he called it “rigged” and “null and void”.",
    "Q: Do you back the merger?\nA: We do, with all our heart.\nLENA HOLM: No comment.\n— Perhaps, said Ost.",
    "Although Norland once backed the accord, it has turned against it, and is calling on Sudmark to drop the tariffs.",
    "Neither the minister nor his deputy, who opposes the tax, would say whether the poll had been free and fair.",
    "<planted onload=planted()> said the bridge </script><planted> must not be built, =1+1 minister Ada $x$ Lund said.",
    "Russia and Ukraine signed the accord. Moscow’s ambassador to Kyiv, Ivan Petrov, praised it. Petrov thanked Kiev.",
    "“ “ ” said that said that “he” ‘said’ it \u202e\u200b e\u0301 \U0001f600 … -- «plan» (“ban’ ”",
    "It was good. “Yes.” It was not. “No,” they, who said so, said. The EU's Borrell criticised the ban's critics.",
    "Ban.",
    "“",
    "Norland wants Estavia to stop supporting the pipeline, which Holm said was worth it, if only it were safe.\n\n\n"
    "The committee voted for the tax and against the tariffs. Few opposed them. Was it wise to ratify the accord?",
    "Estavia backs the sugar tax. Despite opposition from Norland, which remains sceptical, it thanked Sudmark. Holm "
    "warned that jobs would be lost. “A disaster,” she said. Sudmark followed suit and voted against. Ost has changed "
    "his mind.",
    "He thinks that she believes the ban will hurt trade; she hopes it will not. “I think,” she said, “we must try.”",
)
_POS = {"NOUN": "NN", "PROPN": "NNP", "VERB": "VBD", "AUX": "VBZ", "ADJ": "JJ", "PRON": "PRP", "ADP": "IN",
        "PUNCT": ".",
        "ADV": "RB", "DET": "DT", "NUM": "CD", "PART": "TO", "SPACE": "_SP", "X": ""}  # fmt: skip
_TAGS = ("VB", "VBD", "VBG", "VBN", "VBZ", "MD", "WP", "WDT", "WRB", "NNS", "PRP$", "POS")
_DEPS = (
    "ROOT", "nsubj", "nsubjpass", "csubj", "dobj", "iobj", "dative", "pobj", "prep", "pcomp", "ccomp", "xcomp", "acl",
    "relcl", "advcl", "conj", "cc", "aux", "auxpass", "neg", "det", "poss", "compound", "amod", "appos", "attr",
    "acomp",
    "agent", "mark", "advmod", "parataxis", "oprd", "expl", "punct", "nmod", "npadvmod", "preconj", "prt", "dep", "",
)  # fmt: skip
_LABELS = ("", "PERSON", "ORG", "GPE", "NORP", "DATE", "MONEY")
_LIKELY_WORDS = (
    "reject", "support", "back", "oppose", "call", "want", "be", "have", "say", "tell", "think", "deny", "bridge",
    "tax",
    "ban", "accord", "vote", "threat", "good", "wrong", "worth", "not", "no", "never", "nobody", "by", "of", "for",
    "against", "to", "that", "which", "who", "it", "he", "Norland", "Holm", "if", "although", "may", "must", "cost",
    "far",
    "from", "stop", "end", "in", "with", "as", "according", "at", "lead", "anything", "but", "than", "more", "would",
)  # fmt: skip


@cache
def parsed(number: int) -> Doc:
    """One of the `ARTICLES` as the pipeline parses it."""
    text = ARTICLES[number]
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs += [(start, start + len(line))] if line else []
        start += len(line) + 1
    return parse_text(load_model(), text_to_parse(text, paragraphs), f"d{number}")


@st.composite
def made_docs(draw: st.DrawFn, document_id: str = "made") -> Doc:
    """A parse no parser would give: any words, any tree of any relations, any tags and names."""
    size = draw(st.integers(1, 12))
    words = draw(st.lists(st.sampled_from(_LIKELY_WORDS) | WORDS, min_size=size, max_size=size))
    if not any(word.strip() for word in words):
        words[0] = "bridge"
    pos = draw(st.lists(st.sampled_from(sorted(_POS)), min_size=size, max_size=size))
    tags = [draw(st.sampled_from(_TAGS)) if draw(st.integers(0, 3)) == 0 else _POS[each] for each in pos]
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, index in enumerate(order):  # each hangs on one that came before it: a tree, be it not projective
        heads[index] = index if not place or draw(st.integers(0, 5)) == 0 else order[draw(st.integers(0, place - 1))]
    deps = draw(st.lists(st.sampled_from(_DEPS), min_size=size, max_size=size))
    doc = Doc(
        plain_vocab(),
        words=words,
        spaces=draw(st.lists(st.booleans(), min_size=size, max_size=size)),
        pos=pos,
        tags=tags,
        lemmas=[word.lower() for word in words],
        heads=heads,
        deps=["ROOT" if heads[i] == i else dep for i, dep in enumerate(deps)],
    )
    labels = draw(st.lists(st.sampled_from(_LABELS), min_size=size, max_size=size))
    doc.set_ents([_labelled(doc, i, label) for i, label in enumerate(labels) if label])
    doc.user_data["document_id"] = document_id
    return doc


def _labelled(doc: Doc, index: int, label: str):
    span = doc[index : index + 1]
    span.label_ = label
    return span


@st.composite
def doc_lists(draw: st.DrawFn, max_size: int = 3) -> list[Doc]:
    """Some Docs with ids of their own."""
    numbers = draw(st.lists(st.integers(0, len(ARTICLES) - 1), min_size=1, max_size=max_size, unique=True))
    docs = [parsed(number) for number in numbers]
    if draw(st.booleans()):
        docs[0] = draw(made_docs())
    return docs
