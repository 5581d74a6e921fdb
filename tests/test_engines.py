"""Where tasks are done: what the parameters WORKERS and SCHEDULER mean."""

import pytest

from helpers import engines
from helpers.engines import HERE, Engine, choose_engine, each_with_task, settle
from helpers.errors import ParameterError
from helpers.workers import Outcome


def settled(engine: Engine, n_tasks: int) -> Engine:
    """The engine for so many tasks of ten documents, which must all be left."""
    engine, tasks = settle(engine, range(n_tasks), lambda _: 10)
    assert list(tasks) == list(range(n_tasks))
    return engine


def test_without_a_wish_much_work_takes_all_cores_and_little_this_process(monkeypatch):
    monkeypatch.setattr(engines, "cpu_count", lambda: 6)
    enough = engines.WORTH_WORKERS // 10
    assert settled(choose_engine(0, ""), enough)[:2] == (6, "")
    assert settled(choose_engine(0, ""), enough - 1) == HERE and HERE.is_here
    assert settled(choose_engine(0, "local"), 1) == Engine(6, "local")


def test_a_wish_holds_whatever_there_is_to_do(monkeypatch):
    monkeypatch.setattr(engines, "cpu_count", lambda: 6)
    assert settled(choose_engine(1, ""), 1000).is_here
    assert settled(choose_engine(3, ""), 1) == Engine(3)
    assert not settled(choose_engine(1, "tcp://10.0.0.5:8786"), 0).is_here


def test_a_negative_number_of_workers_is_an_error():
    with pytest.raises(ParameterError, match=r"WORKERS is -1; give a number of processes, or 0"):
        choose_engine(-1, "")


class Backwards:
    """A pool that hands out outcomes in the wrong order."""

    def each(self, tasks):
        for number, task in reversed(list(enumerate(tasks))):
            yield Outcome(number, died=task == "b", result=task * 2)


def test_outcomes_come_with_the_task_that_they_are_of():
    pairs = list(each_with_task(Backwards(), ["A", "B"], str.lower))
    assert pairs == [("B", Outcome(1, died=True, result="bb")), ("A", Outcome(0, died=False, result="aa"))]
