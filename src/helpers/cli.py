"""The command `standpoints`."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from helpers import __version__
from helpers.errors import HelpersError, StageError
from helpers.imports import lightly
from helpers.interruption import MESSAGE, Interruption, interruptible
from helpers.options import catalogues, check_inputs, choose_parameters, run_name
from helpers.plain_text import printable
from helpers.resources import NOTEBOOKS

VARIANTS = ("default", "fast", "rules")


class _Named(click.Path):
    """A path with a name: one without, as of an unset variable, would be the folder that one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """As of any path."""
        if not str(value).strip():
            self.fail(f"'{value}' is no name of a file or folder.", param, ctx)
        return super().convert(value, param, ctx)


_PATH = _Named(path_type=Path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors that a user can act on become one line and an exit status.

    Raises:
        SystemExit: Always, with that status.
    """
    with interruptible() as interruption:
        _run(arguments, interruption)


def _run(arguments: Sequence[str] | None, interruption: Interruption) -> NoReturn:
    try:
        status = cli.main(arguments, prog_name="standpoints", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        _fail(f"{error.format_message()} See 'standpoints --help'.", 2)
    except StageError as error:
        _fail(str(error), 1)
    except HelpersError as error:
        _fail(str(error), 2)
    except (KeyboardInterrupt, click.Abort):
        click.echo(MESSAGE, err=True)
        sys.exit(interruption.exit_status)
    except OSError as error:
        _fail(f"{_what_failed(error)} Mend that and start the same command again; it goes on where it stopped.", 1)
    except MemoryError:
        _fail("There is not enough memory. Use fewer --workers; the same command goes on where it stopped.", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int) -> NoReturn:
    click.echo(f"standpoints: {printable(message)}", err=True)
    sys.exit(status)


def _what_failed(error: OSError) -> str:
    """What the machine would not do, e.g. "No space left on device: runs/may/tables"."""
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}."


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="standpoints")
def cli() -> None:
    """From a folder of news articles to an evidence-linked comparison of who stands where."""


def _corpus_options(command: Callable[..., None]) -> Callable[..., None]:
    """What `run` and `extract` share."""
    for option in (
        click.option("--fresh", is_flag=True, help="Start over, whatever the run folder holds."),
        click.option("--no-parses", is_flag=True, help="Do not keep the parses."),
        click.option(
            "--workers",
            type=click.IntRange(1),
            help="Processes side by side.  [default: the cores]",
        ),
        click.option("--gpu", is_flag=True, default=None, help="Parse on a GPU where spaCy finds one."),
        click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster, or on `local` processes of Dask."),
        click.option("--quotations", type=click.Choice(VARIANTS), help="How quotations are found.  [default: default]"),
        click.option(
            "--column", "columns", multiple=True, metavar="ROLE=NAME", help="A table's column, e.g. text=body."
        ),
        click.option("-p", "assignments", nargs=2, multiple=True, metavar="NAME VALUE", help="A notebook parameter."),
        click.option("--params", type=_PATH, metavar="FILE", help="Notebook parameters in YAML, NAME: value."),
        click.option(
            "--corrections", type=_PATH, metavar="FILE", help="What a reader knows better (CSV; see `review`)."
        ),
        click.option("--actors", type=_PATH, metavar="FILE", help="Actors to add to the catalogue (YAML)."),
        click.option(
            "--issues", type=_PATH, metavar="FILE", help="The issues to compare on (YAML); without it they are found."
        ),
        click.argument("corpus", required=False),
    ):
        command = option(command)
    return command


@cli.command()
@_corpus_options
@click.option("--out", type=_PATH, metavar="DIR", help="Run folder.  [default: runs/NAME of the corpus]")
def run(corpus: str | None, out: Path | None, no_parses: bool, fresh: bool, **options: Any) -> None:
    """Run the four notebooks on CORPUS (folder, file, glob or s3://…; default: the sample) into a run folder."""
    from helpers import kernels

    parameters = choose_parameters(corpus, options)
    run_dir = out or Path("runs") / run_name(parameters["CORPUS"])
    with kernels.kept(kernels.folder_in(run_dir), NOTEBOOKS) as kernel:
        # It imports for seconds, as does what follows.
        kernel.begin(with_workers=parameters.get("WORKERS") != 1 and not parameters.get("SCHEDULER"))
        with lightly():
            from helpers import pipeline, summary

        check_inputs(parameters)
        pipeline.run_pipeline(
            run_dir,
            parameters=parameters,
            inputs=catalogues(parameters),
            keep_parses=not no_parses,
            fresh=fresh,
            report=lambda line: click.echo(line, err=True),
        )
    _conclude(run_dir, summary.summarize_run(run_dir))


@cli.command()
@_corpus_options
@click.option("--out", type=_PATH, metavar="DIR", required=True, help="Run folder.")
def extract(corpus: str | None, out: Path, no_parses: bool, fresh: bool, **options: Any) -> None:
    """Make the same tables as `run`, without notebooks and charts."""
    with lightly():
        from helpers import pipeline, stages, summary

    parameters = choose_parameters(corpus, options)
    check_inputs(parameters)
    pipeline.run_pipeline(
        out,
        parameters=parameters,
        inputs=catalogues(parameters),
        execute=stages.run_stage,
        n_steps=len(stages.STAGES),
        keep_parses=not no_parses,
        fresh=fresh,
        report=lambda line: click.echo(line, err=True),
    )
    _conclude(out, summary.summarize_run(out))


@cli.command()
@click.argument("spec", type=_PATH)
@click.option(
    "--notebooks/--no-notebooks",
    "with_notebooks",
    default=True,
    help="As `run` does, or as `extract`.  [default: notebooks]",
)
@click.option("--workers", type=click.IntRange(1), help="As for `run`.")
@click.option("--fresh", is_flag=True, help="Start all over, whatever the folders hold.")
def batch(spec: Path, with_notebooks: bool, workers: int | None, fresh: bool) -> None:
    """Do all runs that SPEC (YAML) names, each in its folder, going on after a failure; index.html leads to them."""
    from helpers import kernels, notebooks, series

    def invoke(arguments: Sequence[str]) -> None:
        cli.main(arguments, prog_name="standpoints", standalone_mode=False)

    runs = series.load_series(spec, notebooks.declared_parameters())
    with kernels.kept(kernels.folder_in(runs.out / runs.jobs[0].name), NOTEBOOKS):  # which its run clears
        series.run_series(
            runs,
            invoke=invoke,
            notebooks=with_notebooks,
            options=[*(["--workers", str(workers)] if workers else []), *(["--fresh"] if fresh else [])],
            report=lambda line: click.echo(line, err=True),
        )


@cli.command()
@click.argument("statements", type=_PATH)
@click.option("--out", type=_PATH, metavar="DIR", required=True, help="Run folder.")
@click.option("--duplicates", default="document", show_default=True, help="Which repeated statements count once.")
@click.option("--normalize", default="average", show_default=True, help="How congruence and conflict are normalised.")
@click.option("--window", default="month", show_default=True, help="The unit of windows of time, or none.")
@click.option("--window-size", type=int, default=1, show_default=True, help="How many units a window holds.")
@click.option("--actor-level", metavar="person|organisation", help="Who is compared, where the file names both.")
@click.option("--variables", multiple=True, metavar="ROLE=NAME", help="What the file calls actor, issue or agreement.")
def compare(statements: Path, out: Path, variables: tuple[str, ...], **options: Any) -> None:
    """Compare the actors of STATEMENTS coded elsewhere (CSV, Parquet, or a database of DNA 2 or 3)."""
    from helpers import coded, summary

    read = coded.compare_coded_statements(statements, out, variables=coded.parse_variables(variables), **options)
    for reason, number in read.left_out.items():
        click.echo(f"Left out: {number} statement(s) {reason}.", err=True)
    _conclude(out, summary.summarize_run(out))


@cli.command()
@click.argument("gold", type=_PATH)
@click.argument("run_dir", metavar="RUN", type=_PATH)
@click.option("--split", type=click.Choice(("all", "dev", "held_out")), default="all", show_default=True)
def score(gold: Path, run_dir: Path, split: str) -> None:
    """Score the tables of RUN against hand-made annotations (brat folders, or the layout of data/gold)."""
    from helpers import scoring

    click.echo(scoring.format_scores(scoring.score_run(gold, run_dir, split=split)))


@cli.command()
@click.argument("run_dir", metavar="RUN", type=_PATH)
@click.option("--out", type=_PATH, metavar="FILE", required=True, help="The CSV to fill in.")
@click.option("-n", "n", type=click.IntRange(1), default=50, show_default=True, help="How many statements.")
@click.option("--sample", is_flag=True, help="Draw them at random, to estimate how many statements are right.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random draw.")
def review(run_dir: Path, out: Path, n: int, sample: bool, seed: int) -> None:
    """Write statements of RUN to check, the least certain first; filled in, the file is given to --corrections."""
    from helpers.corrections.review import write_review

    written = write_review(run_dir, out, n=n, sample=sample, seed=seed)
    click.echo(f"{written} statements to check: {out.resolve()}")


@cli.command()
@click.argument("review_file", metavar="REVIEW", type=_PATH)
def precision(review_file: Path) -> None:
    """Say how many of the statements are right that a reader has checked in REVIEW."""
    from helpers.corrections.precision import report_precision

    click.echo(report_precision(review_file))


@cli.command()
@click.argument("run_dir", metavar="RUN", type=_PATH)
@click.option("--out", type=_PATH, metavar="DIR", help="Folder.  [default: RUN/pictures]")
@click.option("--chart", "names", multiple=True, metavar="NAME", help="A chart of RUN/charts.  [default: all]")
@click.option("--format", "formats", multiple=True, type=click.Choice(("png", "svg")), help="[default: both]")
@click.option("--width", type=click.IntRange(320, 4000), default=1000, show_default=True, help="In pixels.")
def pictures(run_dir: Path, out: Path | None, names: tuple[str, ...], formats: tuple[str, ...], width: int) -> None:
    """Save the charts of RUN as PNG and SVG (needs the extra [pictures], and Chrome or Chromium)."""
    from helpers.pictures import write_pictures

    written = write_pictures(run_dir, out or run_dir / "pictures", names=names, formats=formats, width=width)
    click.echo(f"{len(written)} pictures: {(out or run_dir / 'pictures').resolve()}")


def _conclude(run_dir: Path, findings: list[str]) -> None:
    report = (run_dir / "report.html").resolve()
    click.echo(f"Report: {report}" if report.exists() else f"Tables: {(run_dir / 'tables').resolve()}")
    for finding in findings:
        click.echo(f"  {printable(finding)}")
