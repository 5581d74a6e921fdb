"""Copies of articles, ids, and the language of articles."""

import random
import time

import pytest

from helpers.corpus import duplicates
from helpers.corpus.articles import Rejected
from helpers.corpus.duplicates import DuplicateIndex, is_near_duplicate, unique_ids
from helpers.corpus.language import require_english
from helpers.corpus.wording import WORD, Wording, read_wording, shingle, signature

STORY = """The crews of the ferries have ended their strike after nine days, the harbour board said on Monday morning.
Dues will stay as they were until the autumn, and the owners will pay for the days that were lost.
“We are going back to work,” said Ilse Maar, who speaks for the crews, “but we shall not forget this winter.”
Nobody on the quay could say for sure who had won, but the first boat left at noon with all its flags up.
The board meets again in June to settle what will become of the winter timetable for the outer islands.
Fishermen had lent the islanders their boats, and the baker of the smallest island had sent bread by rowing boat."""
SAME_EVENT = """After nine days the ferries are running again between the mainland and the islands in the north.
Crews and owners shook hands late on Sunday after a night in the town hall, witnesses said on Monday morning.
“We are going back to work,” said Ilse Maar, who speaks for the crews, “but we shall not forget this winter.”
The owners promised to pay for lost days and to talk about the timetable once more before the summer comes."""
LIGHTLY_EDITED = STORY.replace("on Monday morning", "early on Monday").replace("Nobody on the quay", "No one there")
SLIGHTLY_CUT = "\n".join(STORY.split("\n")[:4])


def wording(text: str) -> Wording:
    return read_wording(WORD.findall(text))


def add_all(*texts, **options):
    index = DuplicateIndex(**options)
    return [index.add(str(i), wording(text)) for i, text in enumerate(texts)]


def test_signatures_are_those_of_datasketch():
    from datasketch import MinHash

    for text in (STORY, SAME_EVENT, "one two three four"):
        shingles = shingle(WORD.findall(text))
        known = MinHash(num_perm=126, seed=1, hashfunc=int)
        known.update_batch(shingles.tolist())
        assert signature(shingles, 126, 1).tolist() == known.hashvalues.tolist()


@pytest.mark.parametrize(
    ("copy", "flag"),
    [
        (STORY, "exact_duplicate"),
        (STORY.replace("\n", "  ").replace("“", '"').upper(), "exact_duplicate"),
        (LIGHTLY_EDITED, "near_duplicate"),
        (SLIGHTLY_CUT, "near_duplicate"),
        (STORY + "\nThe mail of the islands adds that the bread was dry but welcome.", "near_duplicate"),
    ],
    ids=["same", "same_words", "edited", "cut", "extended"],
)
def test_copy_points_to_the_first(copy, flag):
    assert add_all("Some other article about fish.", STORY, copy)[2] == ("1", flag)


@pytest.mark.parametrize("other", [SAME_EVENT, STORY.split("\n")[2], "", "Fish."])
def test_different_article_is_no_copy(other):
    assert add_all(STORY, other) == [None, None]


def test_chain_of_copies_points_to_the_first():
    edited_again = LIGHTLY_EDITED.replace("nine days", "a week and more").replace("with all its flags up", "as planned")
    assert [d and d.duplicate_of for d in add_all(STORY, LIGHTLY_EDITED, edited_again)] == [None, "0", "0"]


def test_near_duplicates_can_be_left_alone():
    assert add_all(STORY, LIGHTLY_EDITED, STORY, near_duplicates=False)[1:] == [None, ("0", "exact_duplicate")]


def test_brief_inside_a_long_article_is_no_copy_of_it():
    long = shingle([f"w{i}" for i in range(1000)])
    brief = shingle([f"w{i}" for i in range(200)])
    assert not is_near_duplicate(long, brief)


def test_many_copies_take_linear_time():
    index = DuplicateIndex()
    began = time.perf_counter()
    found = [index.add(str(i), wording(f"{STORY}\nPrinted in copy {i}.")) for i in range(1500)]
    assert all(d == ("0", "near_duplicate") for d in found[1:])
    assert time.perf_counter() - began < 20


def test_copies_are_found_however_long_ago_their_first_came(monkeypatch):
    """What is old lies in sorted arrays, what is recent in a dictionary: the same copies are found in both."""
    rng = random.Random(3)
    words = [f"word{n}" for n in range(500)]
    texts = [" ".join(rng.choices(words, k=60)) for _ in range(120)]
    texts += [text.rsplit(" ", 5)[0] for text in rng.sample(texts, 60)]

    def found(recent: int) -> list[duplicates.Duplicate | None]:
        monkeypatch.setattr(duplicates, "_RECENT", recent)
        index = DuplicateIndex()
        return [index.add(str(n), wording(text)) for n, text in enumerate(texts)]

    expected = found(10**9)
    assert sum(copy is not None for copy in expected) == 60
    assert found(1) == found(100) == found(1000) == expected


def test_ids_are_made_unique_in_order():
    assert unique_ids(["a", "b", "a", "a-2", "a", "a"]) == ["a", "b", "a-2", "a-2-2", "a-3", "a-4"]


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Sarn treaty initialled.",
        "Dorin Halasz, Elka Varossi, Mirel Tanov, Anselm Corry and Petra Lindqvar met in Karvos.",
        "Machine spun is this text, the co-called elections not recognised by nobody are, said he.",
        "THE CREWS OF THE FERRIES HAVE ENDED THEIR STRIKE AFTER NINE DAYS, THE HARBOUR BOARD SAID ON MONDAY.",
        "1 2 3",
    ],
)
def test_english_and_doubtful_texts_pass(text):
    assert require_english(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Besatzungen der Fähren haben ihren Streik nach neun Tagen beendet, teilte die Hafenbehörde mit. "
         "Die Gebühren bleiben bis zum Herbst unverändert.", "de"),
        ("Les équipages des ferries ont mis fin à leur grève après neuf jours, a annoncé le conseil du port.", "fr"),
        ("Экипажи паромов прекратили забастовку.", "ru"),
        ("Las tripulaciones de los barcos han terminado su huelga después de nueve días, dijo la junta.", "es"),
        ("フェリーの乗組員は九日間のストライキを終えたと港湾局が月曜日に発表した。", "ja"),
        ("Załogi promów zakończyły strajk po dziewięciu dniach, poinformował zarząd portu.", "pl"),
    ],
)  # fmt: skip
def test_other_language_is_rejected_by_name(text, language):
    with pytest.raises(Rejected) as rejected:
        require_english(text)
    assert rejected.value.reason == "not_english"
    assert f"'{language}'" in rejected.value.detail


def test_many_articles_that_share_half_of_their_words_cost_no_more_than_others():
    def seconds(shared: str) -> float:
        index = DuplicateIndex()
        started = time.process_time()
        for number in range(1200):
            rest = " ".join(f"w{number}x{place}" for place in range(14 + 18 * (not shared)))
            assert index.add(str(number), wording(f"{shared} {rest}")) is None
        return time.process_time() - started

    shared = "the mayor of the old town said on Monday that the bridge over the river would be closed until the spring"
    assert seconds(shared) < 3 * seconds("") + 0.5


def test_article_in_common_english_words_needs_no_guess(monkeypatch):
    monkeypatch.setattr("helpers.corpus.language._identifier", None)
    assert require_english(
        "The crews of the ferries said that they would not sail before the owners had met them. " * 4
    )


def test_article_with_an_english_paragraph_is_rejected_all_the_same():
    text = "Die Reeder haben das Angebot der Besatzungen am Montag abgelehnt, und die Fähren bleiben im Hafen. " * 8
    with pytest.raises(Rejected, match="'de'"):
        require_english(text + "The crews said that they would not sail before the owners had met them. " * 2)
