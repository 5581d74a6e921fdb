"""What a run found, in three lines."""

from pathlib import Path

import pandas as pd

from helpers import runs
from helpers.corrections import describe_outcomes
from helpers.wording import counted


def summarize_run(run_dir: Path) -> list[str]:
    """Say in three lines what a run folder's tables hold: the corpus, the statements, the clearest front.

    A fourth says what became of the corrections, where some were given. Of a comparison of statements coded elsewhere,
    which has no stages, the corpus is left out.
    """
    manifest = runs.read_manifest(run_dir)
    counts, lines = manifest.get("counts", {}), []
    if "stages" in manifest:
        copy_of = runs.read_columns(run_dir, "documents", "duplicate_of")["duplicate_of"]
        speakers = runs.read_columns(run_dir, "quotations", "speaker_id")["speaker_id"]
        lines.append(
            f"{counted(len(copy_of), 'article')} ({copy_of.notna().sum()} of them copies, "
            f"{counts.get('rejects', 0)} rejected), "
            f"{counted(len(speakers), 'quotation')} by {counted(speakers.nunique(), 'known speaker')}"
        )
    statements = runs.read_columns(run_dir, "statements", "actor_id", "issue_id")
    (pairs,) = runs.read_tables(run_dir, "actor_pairs")
    lines.append(
        f"{counted(len(statements), 'statement')} by {counted(statements['actor_id'].nunique(), 'actor')} "
        f"on {counted(statements['issue_id'].nunique(), 'issue')}"
    )
    lines.append(_clearest_front(pairs))
    if corrected := runs.read_manifest(run_dir).get("corrections"):
        lines.append(describe_outcomes(corrected).removesuffix("."))
    return lines


def _clearest_front(pairs: pd.DataFrame) -> str:
    """Name the two actors between whom conflict outweighs congruence most."""
    opposed = pairs.assign(front=pairs["conflict"] - pairs["congruence"])
    opposed = opposed[opposed["front"] > 0].sort_values(
        ["front", "actor_id", "other_actor_id"], ascending=[False, True, True]
    )
    if opposed.empty:
        return "No two actors oppose each other on the issues found"
    first = opposed.iloc[0]
    return (
        f"Clearest front: {first['actor_id']} against {first['other_actor_id']} "
        f"({counted(first['n_shared_issues'], 'shared issue')}, similarity {first['similarity']:+.2f})"
    )
