"""From documents to mentions, persons, actors and quotations.

What is done article by article is a pure function of that article (`extractor`), so that parts of a corpus may be cut
anyhow (`articles`), worked on anywhere (`spreading`), and kept for the next run (`parts`); what needs the whole corpus
follows on the finished tables (`documents`).
"""

from helpers.extraction.articles import Article, iter_articles
from helpers.extraction.documents import Extraction, extract_documents, write_extraction
from helpers.extraction.extractor import Batch, Extractor, Work
from helpers.extraction.parts import Reuse

__all__ = [
    "Article", "Batch", "Extraction", "Extractor", "Reuse", "Work", "extract_documents", "iter_articles",
    "write_extraction",
]  # fmt: skip
