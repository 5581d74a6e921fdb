"""The file that a reader fills in: statements to check, the least certain that matter most first."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers import runs
from helpers.corrections.applying import CORRECTED
from helpers.corrections.statements import CONFIRMED
from helpers.errors import CatalogueError
from helpers.evidence import describe_article, paragraph_around
from helpers.exports import spreadsheet_safe
from helpers.files import replacing

UNCERTAIN, RANDOM = "uncertain", "random"  # how the statements of a file were chosen
COLUMNS = (
    "table", "id", "column", "value", "note", "actor_id", "issue_id", "agreement", "before", "evidence", "after",
    "confidence", "decides", "rationale", "published", "outlet", "title", "chosen",
)  # fmt: skip


def write_review(run_dir: Path, path: Path, *, n: int, sample: bool = False, seed: int = 0) -> int:
    """Write statements of a run as CSV to fill in: `value` is right, remove, or what `column` should be.

    Args:
        run_dir: A finished run.
        path: The file; it must not exist yet, since somebody may have filled it in.
        n: How many statements at most.
        sample: Draw them at random, for an unbiased estimate of precision, instead of the least certain first.
        seed: Of the draw; equal seeds draw equal statements from equal runs.

    Returns:
        How many statements were written.

    Raises:
        CatalogueError: If the file exists.
        TableSchemaError: If the run has no statements or documents.
    """
    if path.exists():
        raise CatalogueError(f"{path} exists, and may be filled in already. Give another file with --out.")
    statements, documents = runs.read_tables(run_dir, "statements", "documents")
    min_confidence = runs.read_manifest(run_dir).get("parameters", {}).get("MIN_CONFIDENCE", 0.0)
    ranked = rank_for_review(statements, min_confidence=min_confidence)
    chosen = _draw(ranked, n, seed) if sample else ranked.head(n)
    articles = {str(row["document_id"]): row for row in documents.to_dict("records")}
    rows = [
        _row(row, articles[row["document_id"]]) | {"chosen": RANDOM if sample else UNCERTAIN}
        for row in chosen.to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    with replacing(path) as temporary:  # with a byte-order mark: without it, some spreadsheets garble the text
        spreadsheet_safe(table).to_csv(temporary, index=False, encoding="utf-8-sig", lineterminator="\n")
    return len(table)


def rank_for_review(statements: pd.DataFrame, *, min_confidence: float = 0.0) -> pd.DataFrame:
    """The statements that nobody has checked, those first whose check may change most.

    That is the probability of being wrong (1 - confidence) times the influence on the position: 1 where the side
    of the actor on the issue (more for than against, more against, neither) is another one without the statement,
    else its share of the position's statements.

    Args:
        statements: Table following `tables.STATEMENTS`.
        min_confidence: Statements less sure do not count for positions; their influence is what they would have.

    Returns:
        The rows, in that order, with the column `decides` (yes, no).
    """
    sign = np.sign(statements["agreement"])
    counts = (statements["confidence"] >= min_confidence).astype(int)
    table = statements.assign(side=sign, counted_side=sign * counts, counted=counts)
    cells = table.groupby(["actor_id", "issue_id"])
    balance, size = cells["counted_side"].transform("sum"), cells["counted"].transform("sum")
    without, n_without = balance - table["counted_side"], size - counts
    decides = (np.sign(without) != np.sign(without + sign)) | (n_without == 0)
    influence = np.where(decides, 1.0, 1.0 / (n_without + 1))
    table = statements.assign(
        decides=np.where(decides, "yes", "no"), effect=((1 - statements["confidence"]) * influence).round(9)
    )
    checked = table["flags"].map(lambda flags: bool({CORRECTED, CONFIRMED} & set(flags))).astype(bool)
    return table[~checked].sort_values(["effect", "statement_id"], ascending=[False, True]).drop(columns="effect")


def _draw(statements: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """At most `n` statements at random, in the order in which they were drawn: any first part is a sample too."""
    ids = sorted(statements["statement_id"])
    drawn = random.Random(seed).sample(ids, min(n, len(ids)))
    return statements.set_index("statement_id", drop=False).loc[drawn]


def _row(statement: dict[Any, Any], document: dict[Any, Any]) -> dict[str, Any]:
    before, evidence, after = paragraph_around(
        document["text"], statement["evidence_start"], statement["evidence_end"], document["body"]
    )
    article = describe_article(
        {k: None if k != "body" and pd.isna(v) else v for k, v in document.items() if k != "flags"}
    )
    return {
        **{name: statement[name] for name in ("actor_id", "issue_id", "decides", "rationale")},
        **{name: article[name] for name in ("published", "outlet", "title")},
        "table": "statements",
        "id": statement["statement_id"],
        "column": "agreement",
        "agreement": statement["agreement"],
        "confidence": round(statement["confidence"], 3),
        "before": before,
        "evidence": evidence,
        "after": after,
    }
