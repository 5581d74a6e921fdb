"""Workers of a Dask cluster: the same outcomes as workers of this machine, whatever dies."""

import os
import signal
import subprocess
import sys
import time

import pytest

from helpers import distributed
from helpers.distributed import DaskWorkers
from helpers.errors import ClusterError, StageError
from helpers.workers import Workers


def times(factor: int):
    """What a worker of these tests does: multiply, or as the task says."""
    prepared = time.monotonic()

    def work(task):
        match task:
            case "die":
                os._exit(1)
            case "fail":
                raise ValueError("no")
            case "who":
                time.sleep(0.2)
                return os.getpid(), prepared
            case ("die once", path):
                if not os.path.exists(path):
                    open(path, "w").close()
                    os.kill(os.getpid(), signal.SIGKILL)
                return "done"
        return factor * task

    return work


def cannot_begin():
    os._exit(1)


@pytest.fixture(scope="module")
def cluster():
    with DaskWorkers("local", times, (2,), n=2) as workers:
        yield workers


def test_outcomes_are_those_of_workers_of_this_machine(cluster):
    with Workers(2, times, (2,)) as workers:
        assert sorted(cluster.each(range(40))) == sorted(workers.each(range(40)))


def test_each_worker_prepares_once_and_all_work(cluster):
    seen = {outcome.result for outcome in cluster.each(["who"] * 12)}
    assert len(seen) == len({pid for pid, _ in seen}) == 2


def test_no_more_tasks_are_taken_than_are_under_way(cluster):
    taken = []
    outcomes = cluster.each(taken.append(i) or i for i in range(1000))
    assert next(outcomes).result % 2 == 0
    assert len(taken) <= 3 * distributed._AHEAD * 2
    outcomes.close()
    assert [outcome.result for outcome in cluster.each([7])] == [14]


def test_what_a_task_raises_is_raised_here(cluster):
    with pytest.raises(ValueError, match="no"):
        list(cluster.each([1, "fail"]))


def test_a_task_that_kills_its_workers_costs_only_itself(cluster):
    outcomes = sorted(cluster.each([1, "die", 3, 4, 5]))
    assert outcomes == [(0, False, 2), (1, True, None), (2, False, 6), (3, False, 8), (4, False, 10)]


def test_workers_that_cannot_begin_end_the_run(monkeypatch):
    monkeypatch.setattr(distributed, "_TOO_MANY", 2)
    with (
        DaskWorkers("local", cannot_begin, (), n=1) as workers,  # a cluster of its own: they die for a while yet
        pytest.raises(StageError, match="died on 2 tasks one after"),
    ):
        list(workers.each(range(1000)))


def test_the_task_of_a_worker_lost_for_another_reason_is_done_again(cluster, tmp_path):
    outcomes = sorted(cluster.each([("die once", str(tmp_path / "dead")), 2]))
    assert outcomes == [(0, False, "done"), (1, False, 4)]
    assert (tmp_path / "dead").exists()


def test_a_second_run_on_the_same_cluster_prepares_anew_and_leaves_nothing(cluster):
    address = cluster._client.scheduler_info()["address"]
    with DaskWorkers(address, times, (10,)) as workers:
        assert sorted(outcome.result for outcome in workers.each([1, 2])) == [10, 20]
    assert sorted(outcome.result for outcome in cluster.each([1, 2])) == [2, 4]
    kept = cluster._client.run(lambda: sorted(__import__("helpers.distributed").distributed._READY))
    assert all(names == [cluster._setup.name] for names in kept.values() if names)


def test_workers_that_are_set_up_differently_are_refused(cluster, monkeypatch):
    address = cluster._client.scheduler_info()["address"]
    monkeypatch.setattr(distributed, "_versions", lambda: {"python": "2.7"})
    with (
        DaskWorkers(address, times, (2,)) as workers,
        pytest.raises(ClusterError, match=r"python is 3\.\d+ there and 2"),
    ):
        list(workers.each([1]))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1:x"])
def test_a_scheduler_that_does_not_answer_is_named(address, monkeypatch):
    monkeypatch.setattr(distributed, "_CONNECT", 1)
    with pytest.raises(ClusterError, match="No Dask scheduler answers at"), DaskWorkers(address, times, (2,)):
        pass


def test_a_cluster_without_workers_is_named(monkeypatch):
    monkeypatch.setattr(distributed, "_JOIN", 1)
    with pytest.raises(ClusterError, match="has no workers"), DaskWorkers("local", times, (2,), n=0):
        pass


def test_without_dask_the_error_says_what_to_install():
    code = "import sys; sys.modules['distributed'] = None; import helpers.distributed"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "ClusterError" in result.stderr and "pip install standpoints[dask]" in result.stderr


def test_the_workers_of_this_machine_end_with_the_run():
    with DaskWorkers("local", times, (2,), n=1) as workers:
        (outcome,) = workers.each(["who"])
        started = time.monotonic()
    assert time.monotonic() - started < 10
    with pytest.raises(ProcessLookupError):
        os.kill(outcome.result[0], 0)
