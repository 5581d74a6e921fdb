"""The invented articles that benchmarks run on: distinct, repeatable, and read as articles."""

import re
import statistics
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
import yaml

from benchmarks import articles
from helpers import corpus

ROOT = Path(__file__).parents[2]


def write(out: Path, *options: str, hash_seed: str = "0") -> bytes:
    command = [sys.executable, str(ROOT / "benchmarks/articles.py"), str(out), *options]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": hash_seed, "PATH": ""})
    return out.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_the_same_seed_gives_the_same_bytes(tmp_path, form):
    options = ("--n", "50", "--format", form)
    one = write(tmp_path / f"one.{form}", *options, hash_seed="1")
    assert one == write(tmp_path / f"two.{form}", *options, hash_seed="2")
    assert one != write(tmp_path / f"three.{form}", *options, "--seed", "2")


def test_a_corpus_goes_on_where_a_smaller_one_ends():
    whole = list(articles.iter_articles(30))
    assert whole[20:] == list(articles.iter_articles(10, first=20))
    assert len({article.text for article in whole}) == len({article.id for article in whole}) == 30


def test_no_article_is_a_copy_or_a_near_copy_of_another(tmp_path):
    path = tmp_path / "articles.jsonl"
    articles.write_corpus(path, articles.iter_articles(400), "jsonl")
    loaded = corpus.load_corpus(str(path))
    assert len(loaded.documents) == 400 and loaded.rejects.empty
    assert loaded.documents["duplicate_of"].isna().all()
    assert loaded.documents[["title", "published", "outlet"]].notna().all().all()


def test_folders_of_texts_read_like_tables(tmp_path):
    articles.write_corpus(tmp_path / "texts", articles.iter_articles(20), "txt")
    articles.write_corpus(tmp_path / "a.parquet", articles.iter_articles(20), "parquet")
    texts = corpus.load_corpus(str(tmp_path / "texts")).documents.sort_values("document_id")
    table = corpus.load_corpus(str(tmp_path / "a.parquet")).documents.sort_values("document_id")
    for column in ("document_id", "title", "published"):
        assert list(texts[column]) == list(table[column])
    assert all(record.text in text for record, text in zip(articles.iter_articles(20), texts["text"], strict=True))


@pytest.mark.parametrize("words", [60, 400, 2000])
def test_articles_are_about_as_long_as_asked_for(words):
    lengths = [len(article.text.split()) for article in islice(articles.iter_articles(40, words=words), 40)]
    assert statistics.mean(lengths) == pytest.approx(words, rel=0.1)


def test_every_slot_of_the_templates_is_filled_and_every_word_used():
    source = yaml.safe_load(articles.TEMPLATES.read_text(encoding="utf-8"))
    templates = [line for kind in ("titles", "leads", "claims", "indirect", "direct", "mixed", "reports")
                 for line in source[kind].splitlines()]  # fmt: skip
    assert len(templates) == len(set(templates)) > 250
    slots = {slot[0].lower() + slot[1:] for line in templates for slot in re.findall(r"\{(\w+)\}", line)}
    assert set(source["words"]) <= slots
    text = "".join(article.text + article.title for article in articles.iter_articles(200))
    assert not re.search(r"[{}%]|\s\s(?!\n)", text.replace("\n\n", " "))
