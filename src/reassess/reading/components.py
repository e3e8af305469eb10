"""What reading needs on the machine beside Python packages, said before any work begins."""

from collections.abc import Iterator

from reassess.reading.files import ocr
from reassess.reading.mentions.persons import model
from reassess.records.errors import UserError


def missing_components(*, scans: bool = True, names: bool = True) -> list[str]:
    """What is missing, each with how to install it; nothing where all is there."""
    return list(_missing(scans, names))


def _missing(scans: bool, names: bool) -> Iterator[str]:
    if scans and ocr.version() is None:
        yield ocr.INSTALL
    if names and not model.installed():
        yield model.INSTALL


def require_components(*, scans: bool = True, names: bool = True) -> None:
    """Raise `UserError` naming everything that is missing. Nothing weaker takes the place of a missing part."""
    missing = missing_components(scans=scans, names=names)
    if missing:
        raise UserError("Reading cannot begin. " + " ".join(missing))
