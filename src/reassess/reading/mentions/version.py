"""The version of mention finding: a hash of its code, phrase lists and language model."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from reassess.reading.mentions.persons import model


@cache
def mentions_version() -> str:
    """Return a hash that changes when the same passage may give other mentions."""
    return hash_sources(Path(__file__).parent, [version("spacy"), model.MODEL, *model.versions()])


def hash_sources(folder: Path, versions: Iterable[str]) -> str:
    """Return a hash of the Python and YAML files under a folder and of the versions of what they use."""
    digest = sha256("/".join(versions).encode())
    for file in sorted(file for file in folder.rglob("*") if file.suffix in (".py", ".yaml")):
        digest.update(f"/{file.relative_to(folder)}/".encode() + file.read_bytes())
    return digest.hexdigest()
