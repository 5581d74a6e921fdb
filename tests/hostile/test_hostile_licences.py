"""Every package that the suite brings along may be used with and passed on beside a project under the MIT licence."""

import re
from importlib import metadata

ALLOWED = re.compile(
    r"\b(MIT|MIT-0|BSD|0BSD|Apache|ISC|PSF|CNRI-Python|Python Software|MPL|Mozilla Public|Unlicense|Zlib|CC0)\b",
    re.IGNORECASE,
)


def licence(package: metadata.Distribution) -> str:
    """What a package says of its licence: the expression, else classifiers, else the first line of a text or file."""
    about = package.metadata
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    files = [package.read_text(f"licenses/{name}") or "" for name in about.get_all("License-File") or []]
    text = about["License"] or "\n".join(files).strip() or "none"
    return about["License-Expression"] or "; ".join(classifiers) or text.split("\n")[0]


def test_every_installed_package_has_a_compatible_licence():
    found = {package.metadata["Name"]: licence(package) for package in metadata.distributions()}
    assert len(found) > 50
    assert {name: text for name, text in found.items() if not ALLOWED.search(text)} == {}
