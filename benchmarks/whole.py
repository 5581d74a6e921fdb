"""One step that needs the whole corpus, on a run folder of `copies.py`: `python benchmarks/whole.py RUN STEP`.

STEP is `extract` (the rows of all articles put together, persons joined, actors, suggestions, tables), `tasks` (what
coding is given of each article; needs `extract` and a folder with parses), `compare` (positions, pairs, networks,
communities, polarization, shifts) or `report` (charts, exports, report; needs `extract` and `compare`). What is done
article by article, parsing and coding, is not in it.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # as the command does

from helpers import charts, comparison, exports, report, runs, stages, tables
from helpers.statements import IssueCatalogue, run_parts, write_issues
from helpers.statements.coding_tasks import CODED, How
from helpers.statements.kept import Kept


def extract(run_dir: Path) -> None:
    """Stage 2, whose articles are all done."""
    stages.run_stage(
        run_dir,
        "02_extract_entities_and_quotes",
        {"ACTORS": "", "QUOTATIONS": "default", "CORRECTIONS": "", "WORKERS": 1},
    )
    if runs.read_manifest(run_dir)["articles"]["parsed"]:
        raise SystemExit("The articles were not found done: make the folder again, with this version of the package.")


def read_tasks(run_dir: Path) -> None:
    """Stage 3 without coding."""
    (actors,) = runs.read_tables(run_dir, "actors")
    quotations = run_parts.read_quotations(run_dir)
    how = How(run_parts.speaking_for(actors, quotations), IssueCatalogue(issues=[]), second_opinion=False)
    for _ in run_parts.iter_codings(run_dir, quotations, how, frozenset(), Kept(run_dir / "coded", CODED)):
        pass


def compare(run_dir: Path) -> None:
    """Stage 3 after coding."""
    (coded,) = runs.read_tables(run_dir, "statements")
    compared = comparison.compare_statements(coded, min_confidence=0.5)
    runs.write_tables(
        run_dir, statements=coded, issue_suggestions=tables.ISSUE_SUGGESTIONS.empty(), **compared._asdict()
    )


def report_all(run_dir: Path) -> None:
    """Stage 4."""
    (run_dir / "tables" / "issues.yaml").write_text(write_issues(IssueCatalogue(issues=[])), encoding="utf-8")
    all_tables, issues = runs.read_all_tables(run_dir), runs.read_issue_labels(run_dir)
    figures = charts.plot_all(all_tables, issues)
    exports.write_charts(run_dir / "charts", figures)
    exports.write_exports(run_dir / "exports", all_tables, issues=issues)
    run = runs.read_manifest(run_dir)
    report.write_report(run_dir / "report.html", tables=all_tables, issues=issues, run=run, figures=figures)


STEPS = {"extract": extract, "tasks": read_tasks, "compare": compare, "report": report_all}


def main() -> None:
    """Do one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="a folder that copies.py has written")
    parser.add_argument("step", choices=STEPS)
    given = parser.parse_args()
    STEPS[given.step](given.run)


if __name__ == "__main__":
    main()
