"""Who is compared with whom where there are too many actors to compare all."""

import pandas as pd

from helpers.comparison import keep_busiest

STATEMENTS = pd.DataFrame({"actor_id": ["a", "b", "b", "c", "d", "d"], "statement_id": list("uvwxyz")})


def test_the_busiest_are_kept_and_of_equals_the_first_by_id():
    assert keep_busiest(STATEMENTS, max_actors=3)["statement_id"].tolist() == ["u", "v", "w", "y", "z"]


def test_all_are_kept_where_they_are_few_enough():
    assert keep_busiest(STATEMENTS, max_actors=4) is STATEMENTS
