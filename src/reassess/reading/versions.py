"""What the result of reading depends on beside the texts: our own code, the phrase lists, the model, the OCR engine."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from reassess.reading.files import extract, ocr
from reassess.reading.mentions.persons import model

_HERE = Path(__file__).parent


@cache
def version_of_mentions() -> str:
    """Changes whenever the same passage may get other mentions: with code, phrase lists, and language model."""
    return _hashed(_sources("mentions"), [version("spacy"), model.MODEL, *model.versions()])


@cache
def version_of_reading() -> str:
    """Changes whenever the same records and files may give other tables of this stage."""
    engines = [version("duckdb"), version("pyarrow"), str(extract.VERSION), str(ocr.version())]
    return _hashed([*_sources("files"), *sorted(_HERE.glob("*.py"))], [*engines, version_of_mentions()])


def _sources(folder: str) -> Iterable[Path]:
    return sorted(file for file in (_HERE / folder).rglob("*") if file.suffix in (".py", ".yaml"))


def _hashed(sources: Iterable[Path], words: Iterable[str]) -> str:
    digest = sha256("/".join(words).encode())
    for file in sources:
        digest.update(f"/{file.relative_to(_HERE)}/".encode() + file.read_bytes())
    return digest.hexdigest()
