"""The training code needs torch (extra `training`); without it, its modules are not collected for doctests."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["src/helpers/training/*.py"]
