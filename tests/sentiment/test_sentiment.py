"""The small encoder judges how a sentence speaks of something that it names."""

import pytest

from helpers.errors import ParameterError
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.sentiment import LABELS, load_sentiment_model
from helpers.sentiment.pieces import MAX_PIECES, read_pieces

TOKENIZER = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "we", "like", "the", "plan", "."])


def judge(text, target):
    start = text.index(target)
    shares = load_sentiment_model().judge(text, start, start + len(target))
    return LABELS[shares.index(max(shares))]


def test_the_pieces_of_the_target_are_marked():
    pieces, marks = read_pieces(TOKENIZER, "We like the plan.", 8, 16)
    assert pieces.tolist() == [2, 4, 5, 6, 7, 8, 3]
    assert marks.tolist() == [0, 0, 0, 1, 1, 0, 0]


@pytest.mark.parametrize("at", [0, 2000, 4000])
def test_a_long_sentence_is_cut_around_the_target(at):
    text = "like " * at + "plan" + " like" * (4000 - at)
    pieces, marks = read_pieces(TOKENIZER, text, 5 * at, 5 * at + 4)
    assert len(pieces) == MAX_PIECES
    assert pieces[marks == 1].tolist() == [7]


def test_a_target_longer_than_the_window_is_cut():
    pieces, marks = read_pieces(TOKENIZER, "plan " * 500 + "like", 0, 2500)
    assert len(pieces) <= MAX_PIECES and 0 < marks.sum() < len(pieces)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 4), (2, 99), (2, 3)])
def test_a_target_outside_of_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="no part of a text of 17 characters"):
        read_pieces(TOKENIZER, "We like the plan.", start, end)


@pytest.mark.parametrize(
    ("text", "target", "label"),
    [
        ("The minister praised Okafor for her courage and her brilliant work.", "Okafor", "positive"),
        ("The minister called Okafor a liar and a disgrace to the office.", "Okafor", "negative"),
        ("Okafor arrived in the capital on Tuesday.", "Okafor", "neutral"),
        ("Okafor, whom everybody admires, was insulted by the corrupt and cruel Brandt.", "Brandt", "negative"),
    ],
)
def test_the_target_decides_not_the_sentence(text, target, label):
    assert judge(text, target) == label


def test_shares_add_up_to_one():
    assert sum(load_sentiment_model().judge("Nobody trusts the treaty.", 14, 24)) == pytest.approx(1, abs=0.002)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ParameterError, match=r"sentiment\.onnx is missing"):
        load_sentiment_model(tmp_path)
