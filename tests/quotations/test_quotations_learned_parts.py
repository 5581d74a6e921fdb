"""The parts of the learned component that need no model."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from helpers.quotations.learned.decode import Candidate, best_roles, choose, trim
from helpers.quotations.learned.features import PAIR_SIZES, WORD_SIZES, Labels, PairFeatures, word_features
from helpers.quotations.learned.pieces import PieceTable
from helpers.quotations.learned.windows import iter_windows, reach
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import INSIDE, MARK, OUTSIDE, Words, read_words

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "min", "##ister", "said", ",", "cafe", "the"]
LABELS = {"dep": ["nsubj", "ROOT"], "tag": ["NN"], "ent": ["PERSON"]}


def parsed(words: list[str], heads: list[int] | None = None) -> Words:
    vocab = spacy.blank("en").vocab
    heads = heads if heads is not None else [max(i - 1, 0) for i in range(len(words))]
    spaces = [i + 1 < len(words) and words[i + 1] not in ("”", ",") and words[i] != "“" for i in range(len(words))]
    return read_words(Doc(vocab, words=words, spaces=spaces, heads=heads, deps=["dep"] * len(words)))


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("minister", [4, 5]), ("Said,", [6, 7]), ("CAFÉ", [8]), ("xyz", [1]), ("\n  ", [3]), ("", [1])],
    ids=["longest_match_first", "cut_at_punctuation", "case_and_accents", "unknown", "line_break", "empty"],
)
def test_wordpiece_splits_words(word: str, pieces: list[int]) -> None:
    assert list(WordPiece(VOCABULARY).pieces(word)) == pieces


def test_what_is_known_of_pieces_is_looked_up_in_eight_bits(tmp_path) -> None:
    rows, zero, scale = np.array([[0, 3], [7, 255]], np.uint8), np.uint8(3), np.float32(0.5)
    np.savez(tmp_path / "pieces.npz", rows=rows, zero=zero, scale=scale)
    found = PieceTable(tmp_path / "pieces.npz").rows(np.array([1, 0, 1]))
    assert found.dtype == np.float32 and found.tolist() == [[2, 126], [-1.5, 0], [2, 126]]


def test_quotation_state_ends_with_the_paragraph() -> None:
    words = parsed(["“", "We", "go", "\n", "He", "left", "”", "now"])
    assert words.quoted.tolist() == [MARK, INSIDE, INSIDE, OUTSIDE, OUTSIDE, OUTSIDE, MARK, OUTSIDE]
    assert words.paragraph.tolist() == [0, 0, 0, 1, 1, 1, 1, 1]


def test_blanks_inside_a_paragraph_are_no_words() -> None:
    words = parsed(["He", "  ", "left"], heads=[2, 0, 2])
    assert words.texts == ["He", "left"]
    assert words.head.tolist() == [1, 1]
    assert words.token.tolist() == [0, 2]


@pytest.mark.parametrize("n", [0, 1, 7, 400])
def test_windows_cover_every_word_once(n: int) -> None:
    words = parsed([("\n" if i % 50 == 49 else "said") for i in range(n)])
    windows = list(iter_windows(words, WordPiece(VOCABULARY), limit=64))
    assert [i for w in windows for i in range(w.start, w.end)] == list(range(n))
    assert all(len(w.pieces) <= 66 and len(w.pieces) == len(w.word_of) for w in windows)


def test_features_stay_below_their_tables() -> None:
    words = parsed(["The", "minister", "said", "“", "we", "go", "”", "\n", "He", "left"])
    known = word_features(words, Labels(LABELS))
    pairs = PairFeatures(words, known[:, 1]).rows(np.array([2, 5]), 0, 7)
    assert (known.min(), pairs.min()) == (0, 0)
    assert (known.max(axis=0) < np.array(WORD_SIZES)).all()
    assert (pairs.max(axis=(0, 1)) < np.array(PAIR_SIZES)).all()


def test_reach_is_the_anchor_s_paragraph() -> None:
    words = parsed(["a", "b", "\n", "c", "d", "\n", "e"])
    (window,) = iter_windows(words, WordPiece(VOCABULARY))
    assert reach(words, window, 3) == (2, 5)


def test_viterbi_bridges_a_weak_gap() -> None:
    scores = np.log(np.array([[0.1, 0.9, 0, 0], [0.55, 0.45, 0, 0], [0.1, 0.9, 0, 0]]) + 1e-6).astype(np.float32)
    assert best_roles(scores, 0.0) == [1, 0, 1]
    assert best_roles(scores, 1.0) == [1, 1, 1]


def test_trim_takes_marks_and_commas_off() -> None:
    words = parsed(["“", "We", ",", "too", ",", "”"])
    assert trim(words, (0, 6)) == (1, 4)
    assert trim(words, (4, 6)) is None


def test_choose_keeps_the_better_of_two_that_clash() -> None:
    def candidate(anchor: int, start: int, end: int) -> Candidate:
        return Candidate(anchor, ((start, end),), None, None, ())

    a, b, inner, other = candidate(1, 2, 9), candidate(10, 3, 9), candidate(5, 20, 24), candidate(30, 31, 35)
    kept = choose([(0.7, b), (0.9, a), (0.8, inner), (0.5, other), (0.1, candidate(40, 41, 50))], 0.2)
    assert [(score, c.anchor) for score, c in kept] == [(0.9, 1), (0.5, 30)]
