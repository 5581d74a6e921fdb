"""The steps of the pipeline without notebooks, for large corpora: the same functions, the same tables."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from helpers import actors, comparison, corpus, corrections, extraction, runs, statements
from helpers.engines import begin_workers, beside, choose_engine
from helpers.errors import HelpersError, StageError
from helpers.notebooks import SEQUENCE, inspect_parameters, one_line


def run_stage(run_dir: Path, name: str, parameters: Mapping[str, Any]) -> None:
    """Do what the notebook called `name` does, with its defaults where `parameters` names no value.

    Raises:
        StageError: If it fails for another reason than the user's input or the machine.
    """
    defaults = {key: parameter.default for key, parameter in inspect_parameters(name).items()}
    values = {key: parameters.get(key, default) for key, default in defaults.items() if key != "RUN_DIR"}
    if name == SEQUENCE[0]:  # what comes next needs them
        begin_workers(parameters.get("WORKERS", 0), parameters.get("SCHEDULER", ""))
    try:
        STAGES[name](run_dir, **values)
    except (HelpersError, OSError, MemoryError):
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise StageError(
            f"Stage {name} failed ({type(error).__name__}: {one_line(str(error))}; {Path(place.filename).name}, line "
            f"{place.lineno}); what was done before is kept."
        ) from error


def load_corpus(run_dir: Path, *, CORPUS: str, COLUMNS: list[str], MAX_DOCUMENTS: int, CORRECTIONS: str) -> None:
    """Write `documents`, `segments` and `rejects`."""
    given = corrections.load_corrections(CORRECTIONS)
    corpus.load_run(
        run_dir,
        CORPUS,
        columns=corpus.parse_columns(COLUMNS),
        max_documents=MAX_DOCUMENTS or None,
        given=given,
    )
    given.record(run_dir, "documents")


def extract_entities_and_quotations(
    run_dir: Path,
    *,
    ACTORS: str,
    QUOTATIONS: str,
    QUOTATION_CONFIDENCE: float,
    EXPERTS_SPEAK_FOR: str,
    OFFICIALS_SPEAK_FOR: str,
    CORRECTIONS: str,
    WORKERS: int,
    SCHEDULER: str,
    PARTS: str,
    GPU: bool,
) -> None:
    """Write the parses, `mentions`, `persons`, `actors`, `quotations` and `alias_suggestions`."""
    given = corrections.load_corrections(CORRECTIONS)
    extraction.extract_run(
        run_dir,
        catalogue=actors.load_catalogue(Path(ACTORS) if ACTORS else None),
        variant=QUOTATIONS,
        threshold=QUOTATION_CONFIDENCE or None,
        experts_speak_for=EXPERTS_SPEAK_FOR,
        officials_speak_for=OFFICIALS_SPEAK_FOR,
        given=given,
        engine=choose_engine(WORKERS, SCHEDULER),
        gpu=GPU,
        parts_at=PARTS,
    )
    given.record(run_dir, "mentions", "quotations")


def compare_positions(
    run_dir: Path,
    *,
    ISSUES: str,
    SECOND_OPINION: bool,
    CORRECTIONS: str,
    DUPLICATES: str,
    NORMALIZE: str,
    WINDOW: str,
    WINDOW_SIZE: int,
    MIN_STATEMENTS: int,
    MIN_CONFIDENCE: float,
    WORKERS: int,
    SCHEDULER: str,
) -> None:
    """Write `statements`, `issues.yaml`, `issue_suggestions` and all tables of the comparison."""
    engine = choose_engine(WORKERS, SCHEDULER)
    issues = statements.prepare_issues(Path(ISSUES) if ISSUES else None, run_dir, engine=engine)
    coded, sentences = statements.code_run(run_dir, issues, second_opinion=SECOND_OPINION, engine=engine)
    coded = corrections.correct_run(run_dir, coded, issues.ids, corrections.load_corrections(CORRECTIONS))
    n_read = len(sentences["document_id"].unique())
    with beside(engine, n_read, statements.suggest_run_terms, run_dir, issues, sentences) as suggested:
        compared = comparison.compare_statements(
            coded,
            duplicates=DUPLICATES,
            normalize=NORMALIZE,
            window=WINDOW,
            window_size=WINDOW_SIZE,
            min_statements=MIN_STATEMENTS,
            min_confidence=MIN_CONFIDENCE,
            principles=comparison.find_principles(issues.issues, runs.read_actor_names(run_dir)),
            engine=engine,
        )
        runs.write_tables(run_dir, statements=coded, **compared._asdict())
        runs.write_tables(run_dir, issue_suggestions=suggested())


STAGES: Mapping[str, Callable[..., None]] = {
    "01_load_corpus": load_corpus,
    "02_extract_entities_and_quotes": extract_entities_and_quotations,
    "03_compare_positions": compare_positions,
}
