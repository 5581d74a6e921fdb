"""Files that a user gives beside the corpus: whatever is in them, they are read or are one error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.actors import load_catalogue
from helpers.coded.tabular import read_tabular
from helpers.corrections import load_corrections
from helpers.corrections.precision import report_precision
from helpers.errors import HelpersError
from helpers.parameters import load_parameters
from helpers.series import load_series
from helpers.statements import load_issues

READERS = {
    "actors.yaml": load_catalogue,
    "issues.yaml": load_issues,
    "parameters.yaml": load_parameters,
    "series.yaml": lambda path: load_series(path, {}),
    "corrections.csv": lambda path: load_corrections(str(path)),
    "review.csv": report_precision,
    "coded.csv": lambda path: read_tabular(path, variables={}, actor_level=None),
    "coded.parquet": lambda path: read_tabular(path, variables={}, actor_level=None),
}
PIECES = st.sampled_from([
    "actors:", "issues:", "runs:", "out:", "sets:", "  - ", "id: ", "name: ", "label: ", "terms: ", "kind: ",
    "aliases: ", "object: ", "corpus: ", "[", "]", "{", "}", ",", ", ", ": ", "\n", "\n  ", "- ", "state", "person",
    "x", "null", "1", "-1", "1e999", "~", "!!python/object:os.system", "&a ", "*a", "<<: ", "'", '"', "|", ">", "#",
    "%", "@", "\t", "\0", "\ufeff", "\u2028", "\U0001f600", "=1+1", "actor", "issue", "agreement", "statement",
    "column", "value", "table", "statements", "right", "yes", "no", ";", "\r",
])  # fmt: skip
CONTENT = st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()) | st.binary(max_size=200)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(content=CONTENT)
def test_whatever_a_file_of_the_user_holds_it_is_read_or_one_error(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    try:
        READERS[name](path)
    except HelpersError as error:
        assert str(error) and "\n" not in str(error)
