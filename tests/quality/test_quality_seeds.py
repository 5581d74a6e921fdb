"""Who stands where in five real articles, as a careful reader would say: cells of actor and issue.

The articles are no part of this repository; only ids and signs are written down here.
"""

from pathlib import Path

import pandas as pd
import pytest

from helpers import actors, corpus
from helpers.parses import iter_parses
from helpers.statements import code_statements, load_issues
from helpers.statements.run_folder import speaking_for

ARTICLES = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
ISSUES = Path(__file__).with_name("seed_issues.yaml")
RIGHT = 0.9  # least share of the cells; none may have the opposite sign
CELLS = {
    ("USA", "occupied_votes"): -1,
    ("AZE", "occupied_votes"): -1,
    ("g7", "occupied_votes"): -1,
    ("eu", "occupied_votes"): -1,
    ("GBR", "occupied_votes"): -1,
    ("RUS", "occupied_votes"): 1,
    ("RUS", "integrity_azerbaijan"): 1,
    ("USA", "integrity_ukraine"): 1,
    ("g7", "integrity_ukraine"): 1,
    ("USA", "mediation"): 1,
    ("AZE", "mediation"): -1,
    ("ARM", "mediation"): 1,
    ("RUS", "mediation"): 1,
    ("eu", "mediation"): 1,
    ("USA", "open_door"): 1,
    ("nato", "open_door"): 1,
    ("RUS", "open_door"): -1,
    ("USA", "security_talks"): 1,
    ("nato", "security_talks"): 1,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory, extract):
    """The sign of each cell: of P - N over its statements."""
    if not ARTICLES.is_dir():
        pytest.skip(f"the articles are not part of this repository, and there are none at {ARTICLES}")
    folder = tmp_path_factory.mktemp("seeds")
    loaded = corpus.load_corpus(ARTICLES)
    tables = extract(folder, loaded.documents, loaded.segments, catalogue=actors.load_catalogue())
    issues, speakers = load_issues(ISSUES), speaking_for(tables.actors, tables.quotations)
    rows = []
    for document_id, doc in iter_parses(folder / "parses"):
        quoted, named = (t[t["document_id"] == document_id] for t in (tables.quotations, tables.mentions))
        rows += code_statements(doc, quoted, named, speakers, issues)
    statements = pd.DataFrame(rows)
    signs = statements["agreement"].map(lambda agreement: (agreement > 0) - (agreement < 0))
    totals = signs.groupby([statements["actor_id"], statements["issue_id"]]).sum()
    return {cell: (total > 0) - (total < 0) for cell, total in totals.items()}


def test_nearly_all_cells_are_right(found):
    right = [cell for cell, sign in CELLS.items() if found.get(cell) == sign]
    assert len(right) >= RIGHT * len(CELLS), sorted(set(CELLS) - set(right))


def test_no_cell_is_turned_round(found):
    assert [cell for cell, sign in CELLS.items() if found.get(cell, 0) * sign < 0] == []
