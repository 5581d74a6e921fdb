"""Where tasks are done: what the parameters WORKERS and SCHEDULER mean."""

import pytest

from helpers import engines
from helpers.engines import HERE, Engine, choose_engine, each_with_task
from helpers.errors import ParameterError
from helpers.workers import Outcome


def test_without_a_wish_a_large_corpus_takes_all_cores_and_a_small_one_this_process(monkeypatch):
    monkeypatch.setattr(engines, "cpu_count", lambda: 6)
    assert choose_engine(0, "", n_documents=engines.WORTH_WORKERS) == Engine(6)
    assert choose_engine(0, "", n_documents=engines.WORTH_WORKERS - 1) == HERE and HERE.is_here
    assert choose_engine(0, "local", n_documents=3) == Engine(6, "local")


def test_a_wish_holds_whatever_the_size(monkeypatch):
    monkeypatch.setattr(engines, "cpu_count", lambda: 6)
    assert choose_engine(1, "", n_documents=10_000).is_here
    assert choose_engine(3, "", n_documents=1) == Engine(3)
    assert not choose_engine(1, "tcp://10.0.0.5:8786", n_documents=1).is_here


def test_a_negative_number_of_workers_is_an_error():
    with pytest.raises(ParameterError, match=r"WORKERS is -1; give a number of processes, or 0"):
        choose_engine(-1, "", n_documents=1)


class Backwards:
    """A pool that hands out outcomes in the wrong order."""

    def each(self, tasks):
        for number, task in reversed(list(enumerate(tasks))):
            yield Outcome(number, died=task == "b", result=task * 2)


def test_outcomes_come_with_the_task_that_they_are_of():
    pairs = list(each_with_task(Backwards(), ["A", "B"], str.lower))
    assert pairs == [("B", Outcome(1, died=True, result="bb")), ("A", Outcome(0, died=False, result="aa"))]
