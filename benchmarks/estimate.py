"""What millions of articles would cost, from two runs that were measured: `python benchmarks/estimate.py SMALL LARGE`.

Both are run folders of `standpoints extract` on this machine, with the same options, of some hundred and some thousand
articles: their difference is what articles cost, without the start. What is done article by article is shared among
cores; what needs the whole corpus is not. Prints a table in Markdown, and the formulas.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

SHARED = "02_extract_entities_and_quotes"
MILLIONS = (1, 100, 1000)
CORES = (16, 128, 1024)
KEPT = ("articles", "parses", "parts", "coded", "tables", "exports")


class Measured(NamedTuple):
    """What articles cost: core seconds that can be shared, seconds by stage that cannot, bytes by folder."""

    n: float
    shared_seconds: float
    alone_seconds: Mapping[str, float]
    stored_bytes: Mapping[str, float]


def read_run(run_dir: Path) -> Measured:
    """The costs of a whole run."""
    manifest = json.loads((run_dir / "run.json").read_text(encoding="utf-8"))
    documents = pq.ParquetFile(run_dir / "tables" / "documents.parquet")
    stored = {name: float(_size(run_dir / name)) for name in KEPT if (run_dir / name).is_dir()}
    stored["texts"] = float(
        sum(
            len((text or "").encode())
            for batch in documents.iter_batches(columns=["text"])
            for text in batch.column(0).to_pylist()
        )
    )
    stages = {name: stage["seconds"] for name, stage in manifest["stages"].items()}
    shared = stages.pop(SHARED) * manifest["parameters"]["WORKERS"]
    return Measured(documents.metadata.num_rows, shared, stages, stored)


def each_article(small: Measured, large: Measured) -> Measured:
    """What one article more costs."""
    more = large.n - small.n
    if more <= 0:
        raise SystemExit(f"The second run must have more articles than the first; they have {large.n} and {small.n}.")

    def slopes(of: Mapping[str, float], and_of: Mapping[str, float]) -> dict[str, float]:
        return {name: max(0.0, (and_of[name] - of[name]) / more) for name in of if name in and_of}

    return Measured(
        1,
        (large.shared_seconds - small.shared_seconds) / more,
        slopes(small.alone_seconds, large.alone_seconds),
        slopes(small.stored_bytes, large.stored_bytes),
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def table(measured: Measured) -> str:
    """The sum for each number of articles."""
    rows = {
        "analysing, core hours": lambda n: f"{n * measured.shared_seconds / 3600:,.0f}",
        **{
            f"analysing on {cores} cores": lambda n, cores=cores: _time(n * measured.shared_seconds / cores)
            for cores in CORES
        },
        **{
            f"{name}, on one machine": lambda n, each=each: _time(n * each)
            for name, each in measured.alone_seconds.items()
        },
        **{f"{name}, stored": lambda n, each=each: _bytes(n * each) for name, each in measured.stored_bytes.items()},
    }
    head = "| articles | " + " | ".join(f"{m:,} million" for m in MILLIONS) + " |"
    lines = [head, "|---" * (len(MILLIONS) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(value(m * 1e6) for m in MILLIONS) + " |" for name, value in rows.items()]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:,.0f} seconds"


def _bytes(n: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if n >= size:
            return f"{n / size:,.1f} {unit}"
    return f"{n:,.0f} bytes"


def main() -> None:
    """Print the costs of one article, the table and the formulas."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("small", type=Path, metavar="SMALL")
    parser.add_argument("large", type=Path, metavar="LARGE")
    given = parser.parse_args()
    each = each_article(read_run(given.small), read_run(given.large))
    alone = ", ".join(f"{name} {1000 * seconds:.2f} ms" for name, seconds in each.alone_seconds.items())
    stored = ", ".join(f"{name} {size:,.0f} bytes" for name, size in each.stored_bytes.items())
    print(f"One article more: analysing {1000 * each.shared_seconds:.1f} core ms; {alone}; {stored}.\n")
    print(table(each))
    print("\nanalysing = articles × core seconds each ÷ cores; all else = articles × its seconds or bytes each")


if __name__ == "__main__":
    main()
