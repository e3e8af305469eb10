"""The programs and models that reading needs besides Python packages, checked before any work starts."""

from reassess.reading.files import ocr
from reassess.reading.mentions.persons import model
from reassess.records.errors import UserError


def missing_components(*, scans: bool = True, names: bool = True) -> list[str]:
    """Return a sentence for each missing component, with how to install it.

    scans: whether pictures will be read; names: whether names will be looked for in text.
    """
    missing = [ocr.INSTALL] if scans and ocr.version() is None else []
    return [*missing, model.INSTALL] if names and not model.installed() else missing


def require_components(*, scans: bool = True, names: bool = True) -> None:
    """Raise `UserError` naming every missing component. No weaker component is used in its place."""
    missing = missing_components(scans=scans, names=names)
    if missing:
        raise UserError("Reading cannot start. " + " ".join(missing))
