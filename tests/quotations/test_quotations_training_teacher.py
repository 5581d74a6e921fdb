"""A small network learns from the readings of a large one, whose vocabulary is numbered differently."""

import numpy as np
import pytest

from helpers.quotations.learned.words import Words
from helpers.training.examples import Example, Taught, read_taught, with_taught, write_taught
from helpers.training.vocabulary import rows_of

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "said", "##ing"]


def test_pieces_are_found_under_the_names_of_another_vocabulary(tmp_path):
    (tmp_path / "vocab.txt").write_text("<s>\n<pad>\n</s>\n[PAD]\nsaid\n##ing\n[UNK]\n[CLS]\n[SEP]\n")
    assert rows_of(PIECES, tmp_path / "vocab.txt") == [1, 6, 0, 2, 4, 5]


def test_a_vocabulary_that_lacks_a_piece_is_refused(tmp_path):
    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\nsaid\n")
    with pytest.raises(ValueError, match=r"lacks 1 pieces.*'##ing'"):
        rows_of(PIECES, tmp_path / "vocab.txt")


def test_readings_come_back_with_their_articles(tmp_path):
    words = Words(["We", "go"], *[np.arange(2)] * 4, *[["x", "y"]] * 4, *[np.zeros(2, np.int64)] * 3)
    taught = Taught(np.array([0.25, 0.5], np.float32), {1: (0, np.full((2, 4), 0.25, np.float32))})
    write_taught([[taught]], tmp_path / "taught")
    ((read,),) = read_taught([[Example("a", words, [])]], tmp_path / "taught")
    assert read.taught is not None and read.taught.anchors.tolist() == [0.25, 0.5]
    low, roles = read.taught.roles[1]
    assert low == 0 and roles.shape == (2, 4) and roles.dtype == np.float32


def test_what_is_wanted_lies_between_annotation_and_reading():
    pytest.importorskip("torch", reason="the extra [training] is not installed")
    from helpers.quotations.learned.windows import Window
    from helpers.training.batches import Sample, _shares

    empty = np.zeros(0, np.int64)
    taught = Taught(np.zeros(4, np.float32), {3: (2, np.array([[0, 1, 0, 0], [0, 0, 0, 1]], np.float32))})
    sample = Sample(Window(1, 4, empty, empty, empty), empty, None, {2: np.array([0, 2, 3])}, taught)
    shares = _shares(sample, 2, np.arange(3))
    assert shares[0].tolist() == [1, 0, 0, 0]  # nothing is taught of it
    assert 0 < shares[1][2] < 1 and shares[1][1] > 0  # source for the annotator, content for the teacher
    assert shares[2][3] == 1  # both agree
    assert np.allclose(shares.sum(axis=1), 1)


def test_readings_are_added_to_their_articles():
    words = Words(["We", "go"], *[np.arange(2)] * 4, *[["x", "y"]] * 4, *[np.zeros(2, np.int64)] * 3)
    readings = [Taught(np.full(2, share, np.float32), {}) for share in (0.25, 0.75)]
    ((first, second),) = with_taught([[Example("a", words, []), Example("b", words, [])]], [readings])
    assert first.name == "a" and first.taught is readings[0]
    assert second.name == "b" and second.taught is readings[1]
