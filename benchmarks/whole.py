"""One step that needs the whole corpus, on a run folder of `copies.py`: `python benchmarks/whole.py RUN STEP`.

STEP is `extract` (the rows of all articles put together, persons joined, actors, suggestions, tables), `compare`
(positions, pairs, networks, communities, polarization, shifts) or `report` (charts, exports, report; needs the two
others). What is done article by article, parsing and coding, is not in it.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # as the command does

from helpers import charts, comparison, exports, report, runs, stages, tables
from helpers.statements import IssueCatalogue, write_issues


def extract(run_dir: Path) -> None:
    """Stage 2, whose articles are all done."""
    stages.run_stage(
        run_dir,
        "02_extract_entities_and_quotes",
        {"ACTORS": "", "QUOTATIONS": "default", "CORRECTIONS": "", "WORKERS": 1},
    )
    if runs.read_manifest(run_dir)["articles"]["parsed"]:
        raise SystemExit("The articles were not found done: make the folder again, with this version of the package.")


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


STEPS = {"extract": extract, "compare": compare, "report": report_all}


def main() -> None:
    """Do one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="a folder that copies.py has written")
    parser.add_argument("step", choices=STEPS)
    given = parser.parse_args()
    STEPS[given.step](given.run)


if __name__ == "__main__":
    main()
