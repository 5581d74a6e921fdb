"""What the parser is given, and what it must not do."""

from types import SimpleNamespace

import numpy as np
import pytest
import spacy
from spacy.pipeline import AttributeRuler
from thinc.api import Model, NumpyOps, get_current_ops, set_current_ops

from helpers.errors import ModelError
from helpers.model import (
    cut_text,
    load_model,
    load_plain_model,
    load_vectors,
    loading,
    parse_text,
    parse_texts,
    parser_version,
    text_to_parse,
)
from helpers.model.embedding import remember_embeddings
from helpers.model.encoding import encode_by_article
from helpers.model.products import RowOps
from helpers.model.remembering import RememberingRuler

TEXTS = (
    "There's no treaty, he said. “We ain't gonna sign it,” the ministers' spokeswoman told reporters.",
    "But it was what the Lisenne Courier had called “the best of bad bridges”; they've got ta close it - so let's go!",
    "I didn't.  \tShe won't have done it, either: her brothers do, and you know that y'all would.\nNothin' doing.",
    "Closed",
)
ANNOTATED = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "MORPH", "ENT_IOB", "ENT_TYPE", "SENT_START")


@pytest.mark.parametrize(
    ("text", "paragraphs", "expected"),
    [
        ("One two.", [(0, 8)], "One two."),
        ("One\ntwo.\n\nThree.", [(0, 8), (10, 16)], "One two.\n Three."),
        ("By me\nText.", [(6, 11)], "      Text."),
        ("Text.See also: x", [(0, 5)], "Text.           "),
        ("A\u00a0b\tc", [(0, 5)], "A b c"),
        ("Nothing.", [], "        "),
    ],
    ids=["plain", "hard_wrapped", "byline_left_out", "glued_boilerplate", "odd_spaces", "nothing_to_parse"],
)
def test_only_paragraphs_are_parsed_and_every_offset_is_kept(text, paragraphs, expected):
    parsed = text_to_parse(text, paragraphs)
    assert parsed == expected and len(parsed) == len(text)


def test_no_sentence_crosses_a_paragraph(nlp):
    text = "Treaty talks open in the capital\nThe minister said that nothing was signed\nbut more talks would follow."
    paragraphs = [(0, 32), (33, 74), (75, 103)]
    doc = parse_text(nlp, text_to_parse(text, paragraphs))
    starts = {sentence[0].idx for sentence in doc.sents}
    assert {0, 33, 75} <= starts


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("short", 10, ["short"]),
        ("a b\nc d\ne f", 9, ["a b\nc d\n", "e f"]),
        ("aaa bbb ccc", 8, ["aaa bbb ", "ccc"]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
        ("", 5, [""]),
    ],
)
def test_long_texts_are_cut_where_it_hurts_least(text, limit, pieces):
    assert cut_text(text, limit) == pieces and "".join(pieces) == text


def test_a_text_beyond_the_models_limit_is_parsed_in_pieces(nlp, monkeypatch):
    monkeypatch.setattr("helpers.model.texts.MAX_PIECE", 60)
    text = "The minister rejected the plan. \n" * 10
    doc = parse_text(nlp, text)
    assert doc.text == text
    assert [t.idx for t in doc if t.text == "minister"] == [33 * i + 4 for i in range(10)]
    assert doc.has_annotation("DEP")


@pytest.mark.parametrize(("width", "outputs"), [(288, 288), (480, 288), (300, 96), (64, 39)])
def test_the_product_of_a_row_is_thincs_and_does_not_depend_on_the_rows_beside_it(width, outputs):
    drawn = np.random.default_rng(1)
    x, w = (drawn.normal(size=(n, width)).astype("float32") for n in (300, outputs))
    whole = RowOps().gemm(x, w, trans2=True)
    np.testing.assert_allclose(whole, NumpyOps().gemm(x, w, trans2=True), rtol=1e-4, atol=1e-4)
    for start, end in ((0, 1), (7, 8), (3, 5), (100, 113), (299, 300), (40, 300)):
        out = np.zeros((end - start, outputs), "float32")
        assert RowOps().gemm(x[start:end], w, trans2=True, out=out) is out
        assert (out == whole[start:end]).all()


def test_products_of_training_and_of_no_rows_are_left_to_thinc():
    x, w = np.ones((4, 3), "float32"), np.ones((2, 3), "float32")
    assert RowOps().gemm(x, x, trans1=True).shape == (3, 3)
    assert RowOps().gemm(x, w.T).shape == (4, 2)
    assert RowOps().gemm(x[:0], w, trans2=True).shape == (0, 2)


def test_the_parse_of_a_text_does_not_depend_on_what_was_parsed_before(nlp):
    text = "She told reporters that the bridge would be closed."
    alone = parse_text(nlp, text).to_bytes(exclude=["user_data", "tensor"])
    parse_text(nlp, "Something else entirely, in another tone!")
    assert parse_text(nlp, text).to_bytes(exclude=["user_data", "tensor"]) == alone


def test_texts_are_parsed_side_by_side_as_each_by_itself(nlp, monkeypatch):
    texts = {f"{n}": (text + " ") * (1 + n % 3) for n, text in enumerate(TEXTS * 3)}
    texts["empty"] = ""
    monkeypatch.setattr("helpers.model.texts.MAX_PIECE", 700)
    for document_id, doc in zip(texts, parse_texts(nlp, texts), strict=True):
        alone = parse_text(nlp, texts[document_id])
        assert (doc.text, doc.user_data["document_id"]) == (texts[document_id], document_id)
        assert (doc.to_array(ANNOTATED) == alone.to_array(ANNOTATED)).all() and (doc.tensor == alone.tensor).all()


def test_components_that_remember_annotate_what_those_of_the_model_do(nlp):
    plain = load_plain_model()
    plain.add_pipe("paragraph_starts", first=True)
    for text in TEXTS * 2:
        one, other = nlp(text), plain(text)
        assert [(t.text, t.lemma_, t.pos_, str(t.morph), t.dep_, t.tag_) for t in one] == [
            (t.text, t.lemma_, t.pos_, str(t.morph), t.dep_, t.tag_) for t in other
        ]


def test_what_components_remember_is_bounded_and_outlives_a_memory_zone(nlp, monkeypatch):
    expected = [[token.lemma_ for token in nlp(text)] for text in TEXTS]
    monkeypatch.setattr("helpers.model.remembering.MAX_REMEMBERED", 5)
    for _ in range(2):
        with nlp.memory_zone():
            assert [[token.lemma_ for token in nlp(text)] for text in TEXTS] == expected


def pipeline_of(*, attrs, depth, pieces):
    """An untrained pipeline that embeds and encodes words in its own way."""
    embed = {"width": 96, "attrs": attrs, "rows": [50] * len(attrs), "include_static_vectors": False}
    encode = {"width": 96, "window_size": 1, "depth": depth, "maxout_pieces": pieces}
    layers = {
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", **embed},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", **encode},
    }
    blank = spacy.blank("en")
    blank.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", **layers}})
    blank.initialize()
    return blank


def embedders(pipeline):
    """The layers of a pipeline that remember words, by the component they are in."""
    return {
        name: [node._func for node in component.model.walk() if node.name == "remembered_embedding"]
        for name, component in pipeline.pipeline
        if hasattr(component, "model") and isinstance(component.model, Model)
    }


def test_words_are_embedded_from_memory_as_the_layer_does_it(nlp):
    found = [embedder for of_component in embedders(nlp).values() for embedder in of_component]
    assert len(found) == 2  # of the tagger and parser, and of the entity recogniser
    docs = [nlp.make_doc(text) for text in (*TEXTS, "", "I can't, we cannot; they can 't.", "\n ")]
    for embedder in found:
        for _ in range(2):  # the second time all are known
            remembered, _ = embedder(None, docs, is_train=False)
            for rows, expected in zip(remembered, embedder._layer.predict(docs), strict=True):
                assert rows.shape == (len(expected), 96) and (rows == expected).all()


def test_embeddings_are_bounded_and_outlive_a_memory_zone(nlp, monkeypatch):
    (embedder,) = embedders(nlp)["ner"]
    expected = [embedder._layer.predict([nlp.make_doc(text)])[0] for text in TEXTS]
    monkeypatch.setattr("helpers.model.embedding.MAX_EMBEDDED", 8)
    sizes = []
    for _ in range(2):
        with nlp.memory_zone():
            for text, rows in zip(TEXTS, expected, strict=True):
                assert (embedder(None, [nlp.make_doc(text)], is_train=False)[0][0] == rows).all()
                sizes.append(len(embedder._row))
    assert max(sizes) <= max(8, *(len(set(nlp.make_doc(text))) for text in TEXTS))


def test_an_article_is_encoded_as_the_layers_do_it_whatever_stands_beside_it(nlp):
    found = [
        node._func
        for _, component in nlp.pipeline
        if isinstance(getattr(component, "model", None), Model)
        for node in component.model.walk()
        if node.name == "article_encoder"
    ]
    assert len(found) == 2  # of the tagger and parser, and of the entity recogniser
    rng = np.random.default_rng(3)
    articles = [rng.normal(size=(n, 96)).astype("float32") for n in (40, 1, 3, 700)]
    for encoder in found:
        encoded, _ = encoder(None, articles, is_train=False)
        for words, rows, expected in zip(articles, encoded, encoder._layer.predict(articles), strict=True):
            assert rows == pytest.approx(expected, abs=1e-5)
            assert (encoder(None, [words], is_train=False)[0][0] == rows).all()


def test_layers_of_another_kind_are_left_to_spacy():
    blank = pipeline_of(attrs=["NORM"], depth=4, pieces=2)
    encode_by_article(blank)
    assert all(node.name != "article_encoder" for node in blank.get_pipe("tok2vec").model.walk())


def test_a_layer_that_reads_more_of_a_word_than_is_known_is_left_alone():
    blank = pipeline_of(attrs=["NORM", "TAG"], depth=1, pieces=3)
    remember_embeddings(blank)
    assert embedders(blank) == {"tok2vec": []}


def test_a_gpu_is_asked_for_only_where_it_is_wanted_and_its_parses_are_told_apart(monkeypatch):
    asked = []
    monkeypatch.setattr(loading, "prefer_gpu", lambda: asked.append("gpu"))
    monkeypatch.setattr(loading, "_LOADED", {})
    assert load_model() is load_model() and asked == []
    load_model(gpu=True)
    assert asked == ["gpu"]
    assert parser_version(gpu=True) == parser_version()
    monkeypatch.setattr(loading, "has_gpu", True)
    assert parser_version(gpu=True) != parser_version()


def test_word_vectors_alone_are_those_of_the_model(monkeypatch, nlp):
    monkeypatch.setattr(loading, "_LOADED", {})
    load_vectors.cache_clear()
    alone = load_vectors()
    load_vectors.cache_clear()
    assert alone is not nlp.vocab and alone.vectors_length == nlp.vocab.vectors_length > 0
    for word in ("bridge", "Treaty", "toll", "zzqx"):
        assert np.array_equal(alone[word].vector, nlp.vocab[word].vector)


def test_a_model_may_be_a_package_that_spacy_made(monkeypatch, tmp_path):
    package = tmp_path / "a_model"
    package.mkdir()
    blank = spacy.blank("en", meta={"name": "a_model", "version": "1.2"})
    blank.to_disk(package / "en_a_model-1.2")
    (package / "meta.json").write_text((package / "en_a_model-1.2" / "meta.json").read_text())
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(loading, "MODEL_PACKAGES", ("no_such_model", "a_model"))
    assert loading.load_plain_model().meta["name"] == "a_model"


def test_word_vectors_stay_with_the_processor_when_texts_are_parsed_on_a_gpu(monkeypatch):
    class OnGpu(NumpyOps):
        name = "cupy"

    before = get_current_ops()
    set_current_ops(OnGpu())
    monkeypatch.setattr(loading, "_LOADED", {})
    ops = SimpleNamespace(from_disk=lambda *_, **__: get_current_ops().name)
    monkeypatch.setattr(loading, "Vocab", lambda: ops)
    load_vectors.cache_clear()
    try:
        assert load_vectors() == "numpy"
        assert get_current_ops().name == "cupy"  # for the parser
    finally:
        set_current_ops(before)
        load_vectors.cache_clear()


def test_a_rule_that_cannot_be_remembered_is_refused(nlp):
    ruler = AttributeRuler(nlp.vocab)
    ruler.add([[{"LOWER": "bridge"}]], {"ENT_TYPE": "FAC"})
    with pytest.raises(ModelError, match="ENT_TYPE"):
        RememberingRuler(ruler)
