"""Where tasks are done: what the parameters WORKERS and SCHEDULER mean."""

import os
import sys
import time
from functools import partial

import pytest

from helpers import engines
from helpers.engines import HERE, PORTION, Engine, beside, choose_engine, each_with_results, settle
from helpers.errors import ParameterError
from helpers.workers import Outcome


def settled(engine: Engine, n_tasks: int) -> Engine:
    """The engine for so many tasks of ten documents, which must all be left."""
    engine, tasks = settle(engine, range(n_tasks), lambda _: 10)
    assert list(tasks) == list(range(n_tasks))
    return engine


@pytest.fixture(autouse=True)
def six_cores(monkeypatch):
    monkeypatch.setattr(engines, "cpu_count", lambda: 6)
    monkeypatch.setattr(engines, "have_begun", lambda: False)


@pytest.mark.parametrize(("has_host", "worth"), [(True, engines.WORTH_COPIES), (False, engines.WORTH_WORKERS)])
def test_without_a_wish_much_work_takes_all_cores_and_little_this_process(has_host, worth, monkeypatch):
    monkeypatch.setattr(engines, "has_host", lambda: has_host)
    enough = worth // 10
    assert settled(choose_engine(0, ""), enough)[:2] == (6, "")
    assert settled(choose_engine(0, ""), enough - 1) == HERE and HERE.is_here
    assert settled(choose_engine(0, "local"), 1) == Engine(6, "local")


def test_workers_that_have_begun_are_worth_any_work(monkeypatch):
    monkeypatch.setattr(engines, "have_begun", lambda: True)
    assert settled(choose_engine(0, ""), 1) == Engine(6)


def test_a_wish_holds_whatever_there_is_to_do():
    assert settled(choose_engine(1, ""), 1000).is_here
    assert settled(choose_engine(3, ""), 1) == Engine(3)
    assert not settled(choose_engine(1, "tcp://10.0.0.5:8786"), 0).is_here


@pytest.mark.parametrize(("workers", "scheduler", "begin"), [(0, "", 1), (2, "", 1), (1, "", 0), (2, "local", 0)])
def test_workers_begin_where_there_will_be_any(workers, scheduler, begin, monkeypatch):
    begun = []
    monkeypatch.setattr(engines, "begin", lambda: begun.append(True))
    engines.begin_workers(workers, scheduler)
    assert len(begun) == begin


def test_a_negative_number_of_workers_is_an_error():
    with pytest.raises(ParameterError, match=r"WORKERS is -1; give a number of processes, or 0"):
        choose_engine(-1, "")


class Backwards:
    """A pool that hands out outcomes in the wrong order."""

    def each(self, tasks):
        for number, task in reversed(list(enumerate(tasks))):
            yield Outcome(number, died=task == "b", result=task * 2)


def test_results_come_with_the_task_that_they_are_of_in_the_order_of_its_portions():
    pairs = list(each_with_results(Backwards(), ["acd", "ab", "e"], lambda task, n: list(task), few=1))
    assert pairs == [("e", ["ee"]), ("ab", None), ("acd", ["aa", "cc", "dd"])]


def test_the_first_documents_are_given_away_in_portions_and_all_others_task_by_task():
    asked = []
    tasks = ["a" * PORTION * 3] * 4
    list(each_with_results(Backwards(), tasks, lambda task, n: asked.append(n) or [task] * (3 if n else 1), few=40))
    assert asked == [PORTION, PORTION, 0, 0]
    assert Engine(2).few == 2 * Engine(1).few > PORTION


def test_tasks_are_done_beside_a_kernel_that_was_reset(monkeypatch):
    monkeypatch.delattr(sys.modules["__main__"], "__spec__")  # as IPython's `reset` does
    with Engine(2).open(partial, (pow, 2)) as pool:
        assert [outcome.result for outcome in pool.each([5])] == [32]


def half(number):
    """What a worker does: called by name in another process."""
    if number % 2:
        raise ValueError(f"{number} is odd")
    return os.getpid(), number // 2


def end(folder):
    """Ends the process that calls it, but for the second time."""
    try:
        (folder / "ended").touch(exist_ok=False)
    except FileExistsError:
        return os.getpid()
    os._exit(7)


@pytest.fixture
def begun(monkeypatch):
    monkeypatch.setattr(engines, "have_begun", lambda: True)


def test_what_is_worth_it_is_done_beside_this_process(begun):
    with beside(Engine(2), engines.WORTH_BESIDE, half, 8) as wanted:
        pid, number = wanted()
    assert number == 4 and pid != os.getpid()


@pytest.mark.parametrize(
    ("engine", "n_documents", "is_begun"),
    [
        (Engine(2), engines.WORTH_BESIDE - 1, True),
        (Engine(1), engines.WORTH_BESIDE, True),
        (Engine(2, "local"), engines.WORTH_BESIDE, True),
        (Engine(2), engines.WORTH_BESIDE, False),
    ],
    ids=["few_documents", "one_process", "a_cluster", "no_host"],
)
def test_all_else_is_done_here_when_it_is_asked_for(engine, n_documents, is_begun, monkeypatch):
    monkeypatch.setattr(engines, "have_begun", lambda: is_begun)
    with beside(engine, n_documents, half, 8) as wanted:
        assert wanted() == (os.getpid(), 4)


def test_what_fails_beside_fails_where_it_is_asked_for(begun):
    with beside(Engine(2), engines.WORTH_BESIDE, half, 3) as wanted, pytest.raises(ValueError, match="3 is odd"):
        wanted()


def test_what_a_process_dies_of_is_tried_again_here(begun, tmp_path):
    with beside(Engine(2), engines.WORTH_BESIDE, end, tmp_path) as wanted:
        assert wanted() == os.getpid()


def test_what_nobody_asks_for_is_ended(begun):
    start = time.monotonic()
    with beside(Engine(2), engines.WORTH_BESIDE, time.sleep, 60):
        pass
    assert time.monotonic() - start < 30
