"""How extraction scales: `python benchmarks/scaling.py [NAME …] [--n 120] [--rounds 2] [--large]`, or `make bench`.

Each measure is a ratio within one run on one machine: the commands are those that users give, on invented articles
(`articles.py`) and, for `outside_parse`, on the sample. Prints a table with the machine, the versions and the commands.
Nothing else should run meanwhile.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import NamedTuple

import articles
import psutil
from commands import CommandFailed, Used, empty, measure, standpoints
from copies import copy_run
from whole import STEPS

HERE = Path(__file__).parent
PACKAGES = ("standpoints", "spacy", "numpy", "onnxruntime", "pandas", "pyarrow", "distributed", "textacy")
START = 8  # articles of a run that measures what starting costs


class Row(NamedTuple):
    """A measure, what is wanted, and what it was made of."""

    name: str
    value: str
    must: str
    aim: str
    made_of: str


@dataclass
class Bench:
    """Corpora, runs and times of one session; what several measures need is made once."""

    folder: Path
    n: int = 120
    n_memory: int = 120
    n_whole: int = 5000
    n_growth: int = 40
    n_dask: int = 120
    rounds: int = 2
    _made: dict[str, Used] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def corpus(self, n: int, *, first: int = 0, name: str = "") -> Path:
        """A folder with one file of `n` articles."""
        folder = self.folder / "corpora" / (name or f"{n}")
        file = folder / f"articles-{first}-{n}.jsonl"
        if not file.exists():
            articles.write_corpus(file, articles.iter_articles(n, first=first), "jsonl")
        return folder

    def run_dir(self, key: str) -> Path:
        """Where the extraction called `key` went."""
        return self.folder / "runs" / key

    def extract(self, corpus: Path, *options: str, watch_memory: bool = False, rounds: int = 0) -> Used:
        """The fastest of some extractions from nothing; watching the memory takes time, so that it is asked for."""
        key = "-".join((corpus.name, *options)).replace("--", "") + ("-watched" if watch_memory else "")
        if key not in self._made:
            used = [
                self.extract_once(corpus, key, *options, watch_memory=watch_memory)
                for _ in range(rounds or self.rounds)
            ]
            self._made[key] = Used(min(u.seconds for u in used), max(u.peak_mb for u in used))
        return self._made[key]

    def extract_once(
        self, corpus: Path, key: str, *options: str, one_core: bool = False, watch_memory: bool = False
    ) -> Used:
        """One extraction from nothing, into the run folder called `key`."""
        command = standpoints("extract", corpus, "--out", empty(self.run_dir(key)), "--fresh", *options)
        self.say(command, one_core)
        return measure(command, home=empty(self.folder / "home"), one_core=one_core, watch_memory=watch_memory)

    def bare(self, run_dir: Path, *options: str, rounds: int) -> dict[str, float]:
        """Words and seconds of spaCy alone on the articles of a run, on one core."""
        command = [sys.executable, str(HERE / "bare.py"), str(run_dir), "--rounds", str(rounds), *options]
        self.say(command, one_core=True)
        core = [min(os.sched_getaffinity(0))] if hasattr(os, "sched_setaffinity") else None
        pin = (lambda: os.sched_setaffinity(0, core)) if core else None
        done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=pin)
        if done.returncode:
            raise CommandFailed((done.stderr.strip().splitlines() or ["nothing printed"])[-1])
        found: dict[str, float] = json.loads(done.stdout)
        return found

    def say(self, command: Sequence[str], one_core: bool = False) -> None:
        """Keep a command for the report."""
        words = ["python" if word == sys.executable else word for word in command]
        line = " ".join(words).replace(str(self.folder), "WORK").replace(str(HERE.parent) + "/", "")
        self.said.append(line + ("   # on one core" if one_core else ""))
        print(f"… {self.said[-1]}", file=sys.stderr, flush=True)


def extract_default(bench: Bench) -> Row:
    """Words per second of extraction, default quotations, beside those of spaCy alone."""
    return _against_bare(bench, "default", "0.5", "0.7")


def extract_fast(bench: Bench) -> Row:
    """The same with fast quotations."""
    return _against_bare(bench, "fast", "0.75", "0.95")


def against_textacy(bench: Bench) -> Row:
    """Words per second of extraction beside those of parsing and textacy's quotations."""
    return _against_bare(bench, "default", "0.5", "0.9", "--textacy")


def _against_bare(bench: Bench, quotations: str, must: str, aim: str, *others: str) -> Row:
    """The median of some rounds, in each of which all is measured one after the other: machines change their pace."""
    rounds = sorted(_round_against_bare(bench, quotations, *others) for _ in range(bench.rounds))
    middle = rounds[(len(rounds) - 1) // 2]
    of_all = ", ".join(f"{each.ratio:.2f}" for each in rounds)
    name = f"extract, {quotations} quotations ÷ " + ("spaCy and textacy's quotations" if others else "bare nlp.pipe")
    return Row(
        name,
        f"{median(each.ratio for each in rounds):.2f}",
        must,
        aim,
        f"{middle.words_per_s:.0f} ÷ {middle.bare_words_per_s:.0f} words/s, {bench.n} articles; the start of the "
        f"command, {middle.start_s:.1f} s, left out (with it {middle.ratio_with_start:.2f}); rounds {of_all}",
    )


class _Round(NamedTuple):
    """An extraction and the bare pipeline beside each other."""

    ratio: float
    ratio_with_start: float
    words_per_s: float
    bare_words_per_s: float
    start_s: float


def _round_against_bare(bench: Bench, quotations: str, *others: str) -> _Round:
    options = ("--quotations", quotations, "--workers", "1")
    key = f"{quotations}-pinned"
    start = bench.extract_once(bench.corpus(START), f"{START}-{key}", *options, one_core=True)
    whole = bench.extract_once(bench.corpus(bench.n), f"{bench.n}-{key}", *options, one_core=True)
    bare = bench.bare(bench.run_dir(f"{bench.n}-{key}"), *others, rounds=1)
    net = _without_start(whole, start) * bench.n / (bench.n - START)
    seconds, words = bare["seconds"], bare["words"]
    return _Round(seconds / net, seconds / whole.seconds, words / net, words / seconds, start.seconds)


def _without_start(whole: Used, start: Used) -> float:
    seconds = whole.seconds - start.seconds
    if seconds <= 0:
        raise CommandFailed("starting took as long as the run; take more articles, or a quieter machine")
    return seconds


def two_workers(bench: Bench) -> Row:
    """How much faster two workers are than one."""
    corpus = bench.corpus(bench.n)
    one, two = (bench.extract(corpus, "--workers", k) for k in ("1", "2"))
    start = [bench.extract(bench.corpus(START), "--workers", k) for k in ("1", "2")]
    net = _without_start(one, start[0]) / _without_start(two, start[1])
    made_of = (
        f"{one.seconds:.1f} s ÷ {two.seconds:.1f} s, less {start[0].seconds:.1f} and {start[1].seconds:.1f} s of "
        f"starting, {bench.n} articles (with it {one.seconds / two.seconds:.2f})"
    )
    return Row("two workers ÷ one", f"{net:.2f}×", "1.8×", "1.95×", made_of)


def dask(bench: Bench) -> Row:
    """Two workers of a Dask cluster on this machine beside two plain ones."""
    corpus = bench.corpus(bench.n_dask)
    plain = bench.extract(corpus, *_FASTEST)
    clustered = bench.extract(corpus, *_FASTEST, "--scheduler", "local")
    made_of = f"{plain.seconds:.1f} s ÷ {clustered.seconds:.1f} s, whole commands, {bench.n_dask} articles"
    return Row(
        "Dask with two workers ÷ two plain ones", f"{plain.seconds / clustered.seconds:.2f}×", "0.9×", "1×", made_of
    )


def rerun(bench: Bench) -> Row:
    """The same command again, with nothing new."""
    return _again(bench, "rerun with nothing new ÷ first run", 0, "5 %", "2 %")


def new_articles(bench: Bench) -> Row:
    """The same command again, with one article in a hundred new."""
    return _again(bench, "1 % new articles ÷ first run", max(1, bench.n // 100), "6 %", "3 %")


def new_articles_given(bench: Bench) -> Row:
    """The same where issues are given, as they are where somebody reruns daily: those found in a smaller corpus."""
    corpus = bench.corpus(min(bench.n, 120))
    bench.extract(corpus, "--workers", "2")
    issues = bench.run_dir(f"{corpus.name}-workers-2") / "tables" / "issues.yaml"
    name = "1 % new articles ÷ first run, issues given"
    return _again(bench, name, max(1, bench.n // 100), "6 %", "3 %", "--issues", str(issues))


def _again(bench: Bench, name: str, n_new: int, must: str, aim: str, *options: str) -> Row:
    key = "-".join(("again", str(n_new), *("given" for _ in options[:1])))
    corpus = bench.corpus(bench.n, name=key)
    run_dir, home = empty(bench.run_dir(key)), empty(bench.folder / "home")
    command = standpoints("extract", corpus, "--out", run_dir, *options)
    bench.say(command)
    first = measure(command, home=home).seconds
    again = []
    for turn in range(bench.rounds):
        if n_new:
            bench.corpus(n_new, first=bench.n + turn * n_new, name=key)
        bench.say(command)
        again.append(measure(command, home=home).seconds)
    made_of = f"{min(again):.1f} s ÷ {first:.1f} s, {bench.n} articles and {n_new} new ones"
    return Row(name, f"{100 * min(again) / first:.1f} %", must, aim, made_of)


def outside_parse(bench: Bench) -> Row:
    """What `standpoints run` takes on the sample besides parsing."""
    run_dir = bench.run_dir("sample")
    command = standpoints("run", "--out", run_dir, "--fresh")
    bench.say(command)
    whole = []
    for _ in range(bench.rounds):
        empty(run_dir)
        whole.append(measure(command, home=empty(bench.folder / "home")).seconds)
    parse = bench.bare(run_dir, rounds=bench.rounds)["seconds"]
    made_of = f"{min(whole):.1f} s less {parse:.1f} s for the parse"
    return Row(
        "`standpoints run` on the sample, outside the parse", f"{min(whole) - parse:.1f} s", "12 s", "6 s", made_of
    )


def memory(bench: Bench) -> Row:
    """How much more memory twice as many articles take, all processes together."""
    sizes = (bench.n_memory, 2 * bench.n_memory)
    small, large = (bench.extract(bench.corpus(n), *_FASTEST, watch_memory=True, rounds=1) for n in sizes)
    used = (f"{each.peak_mb:.0f} MB ({each.seconds:.0f} s)" for each in (large, small))
    made_of = f"{' − '.join(used)}, {sizes[1]} and {sizes[0]} articles"
    name = "peak memory at 2n articles − at n"
    return Row(name, f"{large.peak_mb - small.peak_mb:.0f} MB", "150 MB", "50 MB", made_of)


def whole_corpus(bench: Bench) -> Row:
    """Memory and time of the steps that need the whole corpus, on copies of articles that are extracted already."""
    bench.extract(bench.corpus(bench.n), "--workers", "1")
    used: dict[str, list[Used]] = {step: [] for step in STEPS}
    sizes = (bench.n_whole, 2 * bench.n_whole)
    for n in sizes:
        folder = empty(bench.folder / "runs" / f"copies-{n}")
        copy_run(bench.run_dir(f"{bench.n}-workers-1"), folder, n=n)
        for step in STEPS:
            command = [sys.executable, str(HERE / "whole.py"), str(folder), step]
            bench.say(command)
            used[step].append(measure(command, home=empty(bench.folder / "home"), watch_memory=True))
    made_of = "; ".join(
        f"{step} {large.peak_mb:.0f} − {small.peak_mb:.0f} MB, {large.seconds:.0f} ÷ {small.seconds:.0f} s"
        for step, (small, large) in used.items()
    )
    most = max(large.peak_mb for _, large in used.values()) - max(small.peak_mb for small, _ in used.values())
    name = "whole-corpus steps: peak memory at 2n articles − at n"
    return Row(name, f"{most:.0f} MB", "150 MB", "50 MB", f"{made_of}; {sizes[1]} and {sizes[0]} articles")


def growth(bench: Bench) -> Row:
    """How much longer ten times as many articles take."""
    small, large = (bench.extract(bench.corpus(n), *_FASTEST, rounds=1) for n in (bench.n_growth, 10 * bench.n_growth))
    made_of = f"{large.seconds:.1f} s ÷ {small.seconds:.1f} s, {10 * bench.n_growth} and {bench.n_growth} articles"
    return Row("time for 10n articles ÷ n", f"{large.seconds / small.seconds:.1f}×", "10.5×", "10.1×", made_of)


_FASTEST = ("--quotations", "fast", "--workers", "2")
MEASURES: dict[str, Callable[[Bench], Row]] = {
    measure.__name__: measure
    for measure in (
        extract_default, extract_fast, against_textacy, two_workers, dask, rerun, new_articles, new_articles_given,
        outside_parse, memory, whole_corpus, growth,
    )
}  # fmt: skip


def machine() -> str:
    """The processor, its cores that may be used, memory and system."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        name = models[0] if models else name
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release()}, load {psutil.getloadavg()[0]:.1f}"
    return f"{name}, {cores} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, {system}"


def versions() -> str:
    """Python and the packages that count."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def report(rows: Sequence[Row], bench: Bench, load: str) -> str:
    """The table, and what it was made with, in Markdown."""
    lines = ["| | measured | must | aim | from |", "|---|---|---|---|---|"]
    lines += [f"| {row.name} | {row.value} | {row.must} | {row.aim} | {row.made_of} |" for row in rows]
    lines += [
        "",
        f"Machine (before): {load}.",
        f"Versions: {versions()}.",
        f"Fastest of {bench.rounds} rounds; of ratios to the bare pipeline the median.",
        "",
    ]
    return "\n".join([*lines, "```", *dict.fromkeys(bench.said), "```"])


def main() -> None:
    """Measure what was asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; default: all")
    parser.add_argument("--n", type=int, help="articles (120; --large: 2000)")
    parser.add_argument("--n-memory", type=int, help="articles, and twice as many (120; --large: 10000)")
    parser.add_argument("--n-whole", type=int, help="articles, and twice as many (5000; --large: 10000)")
    parser.add_argument("--n-growth", type=int, help="articles, and ten times as many (40; --large: 10000)")
    parser.add_argument("--n-dask", type=int, help="articles (120; --large: 20000)")
    parser.add_argument("--rounds", type=int, default=2, help="of each measurement; memory and growth have one")
    parser.add_argument("--large", action="store_true", help="the sizes that the targets name; takes hours")
    parser.add_argument("--work", type=Path, help="keep corpora and runs in this folder")
    given = parser.parse_args()
    if unknown := sorted({*given.names} - {*MEASURES}):
        parser.error(f"there is no measure {unknown[0]!r}; there are {', '.join(MEASURES)}")
    sizes = (2000, 10_000, 10_000, 10_000, 20_000) if given.large else (120, 120, 5000, 40, 120)
    asked = (given.n, given.n_memory, given.n_whole, given.n_growth, given.n_dask)
    chosen = [own or usual for own, usual in zip(asked, sizes, strict=True)]
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench((given.work or Path(temporary)).resolve(), *chosen, rounds=given.rounds)
        load, rows = machine(), []
        for name in given.names or MEASURES:
            try:
                rows.append(MEASURES[name](bench))
            except CommandFailed as failure:
                rows.append(Row(name, "not measured", "", "", str(failure)))
            print(f"{rows[-1].name}: {rows[-1].value} ({rows[-1].made_of})", file=sys.stderr, flush=True)
        print(report(rows, bench, load))


if __name__ == "__main__":
    main()
