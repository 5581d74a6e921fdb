import pytest

from helpers.actors.catalogue import load_catalogue
from helpers.actors.entries import read_entries
from helpers.errors import CatalogueError
from helpers.explorer.aliases import save_alias

KARVENIA = {"actor_id": "karvenia", "name": "Karvenia", "kind": "state"}
BELMORA = "{id: belmora, name: Belmora, kind: state}"
FORMS = {
    "flow list": "actors:\n  - id: karvenia  # we\n    name: Karvenia\n    kind: state\n    aliases: [Karvos] # at\n",
    "empty list": "actors:\n  - {id: karvenia, name: Karvenia, kind: state, aliases: []}\n",
    "block list": "actors:\n- id: karvenia\n  aliases:\n  - Karvos # at\n  - 'Ga'\n  name: Karvenia\n  kind: state\n",
    "no list": "actors:\n  - id: karvenia\n    name: Karvenia\n    kind: state  # of sorts\n",
    "no list in flow": "actors: [{id: karvenia, name: Karvenia, kind: state}]\n",
    "no line end": f"actors:\n  - {BELMORA}\n  - id: karvenia\n    kind: state\n    name: Karvenia",
    "other actor": f"# who is who\nactors:\n  - {BELMORA}  # a neighbour\n",
    "other actor in flow": f"actors: [{BELMORA}]\n",
    "nobody": "actors: []\n",
    "windows": "\ufeffactors:\r\n  - id: karvenia\r\n    name: Karvenia\r\n    kind: state\r\n",
}


def aliases_of(path, actor_id="karvenia"):
    return next(entry.aliases for entry in read_entries(path) if entry.id == actor_id)


@pytest.mark.parametrize("before", FORMS.values(), ids=FORMS.keys())
def test_an_alias_is_added_and_everything_else_stays(tmp_path, before):
    path = tmp_path / "actors.yaml"
    path.write_bytes(before.encode())
    others = {entry.id: entry for entry in read_entries(path)}
    known = list(others["karvenia"].aliases) if "karvenia" in others else []
    save_alias(path, alias="  Granite:  House ", **KARVENIA)
    assert aliases_of(path) == [*known, "Granite: House"]
    entries = {entry.id: entry for entry in read_entries(path)}
    assert {i: e.model_copy(update={"aliases": []}) for i, e in entries.items() if i in others} == {
        i: e.model_copy(update={"aliases": []}) for i, e in others.items()
    }
    for line in before.lstrip("\ufeff").splitlines():
        if "#" in line:
            assert line[line.index("#") :] in path.read_text()
    assert load_catalogue(path).aliases["Granite: House"].actor_id == "karvenia"


def test_a_file_is_made_where_there_is_none(tmp_path):
    path = tmp_path / "actors.yaml"
    save_alias(path, alias="Karvos", **KARVENIA)
    save_alias(path, alias="Granite House", **KARVENIA)
    assert aliases_of(path) == ["Karvos", "Granite House"]


def test_a_new_file_begins_with_the_actors_that_the_run_was_given(tmp_path):
    given, path = tmp_path / "given.yaml", tmp_path / "new.yaml"
    given.write_text(FORMS["other actor"])
    save_alias(path, alias="Karvos", given=given, **KARVENIA)
    assert [entry.id for entry in read_entries(path)] == ["belmora", "karvenia"]
    assert given.read_text() == FORMS["other actor"]


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        (" ", "no alias yet"),
        ("Karvos", "a name of karvenia already"),
        ("Karvenia", "already"),
        ("Lisenne", "'Lisenne' is already an alias"),
    ],
)
def test_an_alias_that_cannot_be_leaves_the_file_as_it_was(tmp_path, alias, said):
    path = tmp_path / "actors.yaml"
    before = FORMS["flow list"] + "  - {id: belmora, name: Belmora, kind: state, aliases: [Lisenne]}\n"
    path.write_text(before)
    with pytest.raises(CatalogueError, match=said) as error:
        save_alias(path, alias=alias, **KARVENIA)
    assert ".tmp" not in str(error.value)
    assert path.read_text() == before and [p.name for p in tmp_path.iterdir()] == ["actors.yaml"]


@pytest.mark.parametrize("alias", ["a: b", "#x", "“q”", "- y", "null", 'O\'Hara \\ "z"', "[x]"])
def test_any_text_can_be_an_alias(tmp_path, alias):
    path = tmp_path / "actors.yaml"
    path.write_text(FORMS["flow list"])
    save_alias(path, alias=alias, **KARVENIA)
    assert aliases_of(path) == ["Karvos", alias]
