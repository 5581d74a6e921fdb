"""Load a corpus of news articles: find, read, decode, lay out, date, and mark duplicates."""

from helpers.corpus.articles import Article, RawArticle, Reject, Segment
from helpers.corpus.items import Item, content_of, find_items
from helpers.corpus.loading import Corpus, check_columns, document_rows, iter_articles, load_corpus
from helpers.corpus.reading import read_article
from helpers.corpus.run_folder import load_run
from helpers.corpus.summaries import parse_columns, summarize_outlets, summarize_segments

__all__ = [
    "Article", "Corpus", "Item", "RawArticle", "Reject", "Segment", "check_columns", "content_of", "document_rows",
    "find_items", "iter_articles", "load_corpus", "load_run", "parse_columns", "read_article", "summarize_outlets",
    "summarize_segments",
]  # fmt: skip
