"""A corpus in a store: the same documents and rejects as of a folder, and one line where the store fails."""

import gzip
import io
import pickle
import sys
from typing import ClassVar

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from helpers import stores
from helpers.corpus import content_of, find_items, load_corpus
from helpers.errors import CorpusError, StoreError

TEXT = (
    "The minister said on Monday that the plan for the new bridge over the river at {} would be signed before the "
    "summer, and that nobody in the government had any doubt about it.\n"
)


def parquet(n: int) -> bytes:
    file = io.BytesIO()
    rows = {"text": [TEXT.format(f"place {i}") for i in range(n)], "id": [f"r{i}" for i in range(n)]}
    pq.write_table(pa.table(rows), file, row_group_size=10)
    return file.getvalue()


FILES = {
    "a.txt": TEXT.format("Karlstad").encode(),
    "daily/b.txt.gz": gzip.compress(TEXT.format("Lund").encode(), mtime=0),
    "daily/2024/c.jsonl": "".join(f'{{"text": "{TEXT.format(i).strip()}"}}\n' for i in range(3)).encode()
    + b"{no json\n",
    "d.parquet": parquet(25),
    "e.csv": b"text;date\n" + TEXT.format("Oslo").encode().strip() + b";2024-05-06\n",
    "broken.parquet": b"PAR1 is how they begin",
    "picture.png": b"\x89PNG",
    "empty.txt": b"",
    "no#1": b"x",
    ".hidden/f.txt": TEXT.format("Bergen").encode(),
}


@pytest.fixture
def memory():
    """An empty memory:// store."""
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]
    yield fsspec.filesystem("memory")
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


class Refusing(MemoryFileSystem):
    """An s3:// that fails on demand."""

    protocol = "s3"
    cachable = False
    refused: ClassVar[dict[str, Exception]] = {}
    asked: ClassVar[list[str]] = []

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.removeprefix("s3://"))

    def info(self, path, **how):
        self.refuse("*")
        return super().info(path, **how)

    def cat_file(self, path, start=None, end=None, **how):
        self.asked.append(path)
        self.refuse("*")
        self.refuse(path.rpartition("/")[2])
        return super().cat_file(path, start, end, **how)

    def refuse(self, name):
        if name in self.refused:
            raise self.refused[name]


@pytest.fixture
def s3(memory, monkeypatch):
    monkeypatch.setitem(sys.modules["fsspec.registry"]._registry, "s3", Refusing)
    Refusing.refused, Refusing.asked = {}, []
    return memory


def fill(memory, root: str = "/bucket/news", **more: bytes) -> None:
    for name, content in (FILES | more).items():
        memory.pipe_file(f"{root}/{name}", content)


def fill_folder(folder) -> None:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("block", [2**22, 97], ids=["one_block", "many_blocks"])
def test_a_store_gives_the_documents_and_rejects_of_the_same_folder(memory, tmp_path, monkeypatch, block):
    monkeypatch.setattr(stores, "_BLOCK", block)
    fill(memory)
    fill_folder(tmp_path)
    stored, local = load_corpus("memory://bucket/news"), load_corpus(tmp_path)
    for name in ("documents", "segments", "rejects"):
        assert getattr(stored, name).equals(getattr(local, name)), name
    assert len(stored.documents) == 1 + 1 + 3 + 25 + 1
    assert len(stored.rejects) == 1 + 4  # a line; broken, picture, empty, no#1


def test_an_address_of_this_machine_is_its_path(tmp_path):
    fill_folder(tmp_path)
    assert find_items(tmp_path.as_uri()) == find_items(tmp_path)


@pytest.mark.parametrize(
    ("address", "sources"),
    [
        ("memory://bucket/news/a.txt", ["a.txt"]),
        ("memory://bucket/news/daily", ["2024/c.jsonl", "b.txt.gz"]),
        ("memory://bucket/news/daily/", ["2024/c.jsonl", "b.txt.gz"]),
        ("MEMORY://bucket/news/*.csv", ["e.csv"]),
        ("memory://bucket/*/daily", ["news/daily/2024/c.jsonl", "news/daily/b.txt.gz"]),
        ("memory://bucket/news/**/*.jsonl", ["daily/2024/c.jsonl"]),
    ],
)
def test_files_folders_and_globs_are_named_by_relative_paths(memory, address, sources):
    fill(memory)
    assert [item.source for item in find_items(address)] == sources


def test_names_are_labels_and_no_two_are_equal(memory):
    for name in ("x/../../a.txt", "/a.txt", "b\n.txt", "b\\n.txt", "::http:/c.txt"):
        memory.store[f"/bucket/{name}"] = fsspec.implementations.memory.MemoryFile(memory, name, b"x")
    sources = [item.source for item in find_items("memory://bucket")]
    assert len(set(sources)) == 5 and all(source.isprintable() for source in sources)


@pytest.mark.parametrize("address", ["memory://bucket/nothing", "memory://bucket/*.html"])
def test_nothing_there_is_one_clear_line(memory, address):
    fill(memory)
    with pytest.raises(CorpusError, match=r"There is no file at 'memory://bucket/.*\.parquet") as error:
        find_items(address)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://host/news", "https://host/news", "ftp://host/news", "sftp://host/news", "github://owner:name@/news",
        "simplecache::s3://bucket/news", "zip://*.txt::s3://bucket/a.zip", "data://x", "reference://x",
    ],
)  # fmt: skip
def test_what_fetches_or_opens_something_else_is_refused(address):
    with pytest.raises(StoreError, match=r"Nothing is read from \S+://.*s3://"):
        find_items(address)


@pytest.mark.parametrize(
    "address",
    [
        "s3://AKIA:hushhush@bucket/news", "s3://AKIA:hush/hush@bucket/news", "gs://hushhush@bucket", "memory://a:hush@b/c",
        "hdfs://user:hush@host:8020/news", "abfs://c:hush@account/news", "s3://bucket/news?X-Amz-Signature=hushhush",
        "az://box/news?sv=2024&sig=hush",
    ],
)  # fmt: skip
def test_credentials_in_an_address_are_refused_and_not_repeated(address):
    with pytest.raises(StoreError, match="without") as error:
        find_items(address)
    assert "hush" not in str(error.value) and "AKIA" not in str(error.value)


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(StoreError, match="pip install gcsfs"):
        find_items("gs://bucket/news")


@pytest.mark.parametrize(
    "error",
    [
        OSError("Connect timeout on endpoint\nhttps://host/?X-Amz-Signature=hush"),
        PermissionError("Forbidden"),
        KeyError(),
    ],
    ids=["network", "denied", "odd"],
)
def test_a_store_that_does_not_answer_is_one_line(s3, error):
    Refusing.refused = {"*": error}
    with pytest.raises(StoreError, match=r"The store at s3://bucket/news does not answer .*network") as raised:
        find_items("s3://bucket/news")
    assert "\n" not in str(raised.value) and "hush" not in str(raised.value)


def test_a_store_that_is_lost_while_a_corpus_is_read_ends_the_run(s3):
    fill(s3)
    Refusing.refused = {"d.parquet": TimeoutError("no answer")}
    with pytest.raises(StoreError, match="no answer"):
        load_corpus("s3://bucket/news")


def test_a_file_that_alone_is_denied_or_gone_is_a_reject(s3):
    fill(s3)
    Refusing.refused = {"d.parquet": PermissionError("Archived"), "e.csv": FileNotFoundError("gone")}
    rejects = load_corpus("s3://bucket/news").rejects.set_index("source")
    assert rejects.loc["d.parquet"].to_list() == ["unreadable", "the store does not let it be read"]
    assert rejects.loc["e.csv"].to_list() == ["unreadable", "it is no longer in the store"]


def test_access_that_is_lost_while_a_corpus_is_read_ends_the_run(s3):
    fill(s3)
    items = find_items("s3://bucket/news")
    items[0].path.open().read()
    Refusing.refused = {"*": PermissionError("ExpiredToken")}
    with pytest.raises(StoreError, match="ExpiredToken"):
        items[1].path.open().read()


def test_a_file_that_was_changed_after_it_was_listed_is_not_read_in_part(memory):
    fill(memory)
    (item,) = find_items("memory://bucket/news/a.txt")
    memory.pipe_file("/bucket/news/a.txt", b"short")
    with pytest.raises(OSError, match="other bytes than it had listed"):
        item.path.open().read()


def test_a_large_file_is_asked_for_in_blocks_and_none_twice(s3, monkeypatch):
    monkeypatch.setattr(stores, "_BLOCK", 1000)
    fill(s3)
    (item,) = find_items("s3://bucket/news/d.parquet")
    load_corpus("s3://bucket/news/d.parquet")
    assert len(Refusing.asked) <= 2 * (item.path.size // 1000 + 1)  # once for its columns' names, once for its rows


def test_the_fingerprint_follows_the_files_of_the_store(memory):
    fill(memory)
    before = list(content_of("memory://bucket/news"))
    assert before == list(content_of("memory://bucket/news"))
    memory.pipe_file("/bucket/news/a.txt", TEXT.format("Turku").encode())
    changed = list(content_of("memory://bucket/news"))
    assert len(before) == len(changed) and before != changed


def test_a_store_travels_to_workers_by_its_address(memory):
    fill(memory)
    (item,) = find_items("memory://bucket/news/a.txt")
    sent = pickle.loads(pickle.dumps(item))
    assert sent.path.open().read() == FILES["a.txt"]
