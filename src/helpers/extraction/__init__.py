"""From documents to mentions, persons, actors and quotations.

What is done article by article is a pure function of that article (`extractor`), so that parts of a corpus may be cut
anyhow (`articles`), worked on anywhere (`spreading`), and kept for the next run (`parts`); what needs the whole corpus
follows on a few of their columns (`columns`, `documents`).
"""

from helpers.extraction.articles import Article, iter_articles
from helpers.extraction.documents import extract_run
from helpers.extraction.extractor import Batch, Extractor, Work
from helpers.extraction.parts import Reuse

__all__ = [
    "Article", "Batch", "Extractor", "Reuse", "Work", "extract_run", "iter_articles",
]  # fmt: skip
