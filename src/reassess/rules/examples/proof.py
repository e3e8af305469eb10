"""Proof that rules hold: their examples are run before the rules are, and a rule that fails one does not load."""

import json
import os
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from reassess.records.errors import UserError
from reassess.rules.catalogue import Rule
from reassess.rules.examples.checks import AS_OF, check_rules
from reassess.rules.examples.example_file import read_examples
from reassess.rules.parameters import RuleSettings


def prove(rules: Sequence[Rule], as_of: date = AS_OF) -> int:
    """Run the examples of the rules; returns how many passed.

    Raises UserError naming each rule and example that fails, with what was expected and what came.
    """
    failures = check_rules(rules, RuleSettings(as_of))
    if failures:
        raise UserError("rules fail their own examples:\n" + "\n".join(f"  {failure}" for failure in failures))
    return sum(len(read_examples(rule)) for rule in rules)


def prove_once(rules: Sequence[Rule], kept: Path | None = None) -> None:
    """As `prove`, for those rules whose text, examples or shared words have not passed on this machine yet.

    kept: a JSON file of the fingerprints that passed, for all reviews of this account; made or added to.
    """
    passed = _read(kept or _kept_for_the_account())
    prove([rule for rule in rules if fingerprint(rule) not in passed])
    remember(rules, kept)


def remember(rules: Sequence[Rule], kept: Path | None = None) -> None:
    """Note that the rules have passed as they stand, so that a run need not prove them again."""
    file = kept or _kept_for_the_account()
    passed = _read(file)
    prints = {fingerprint(rule): rule.slug for rule in rules}
    if not prints.keys() <= passed.keys():
        _write(file, passed | prints)


def _kept_for_the_account() -> Path:
    """Where this account keeps what can be made again (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reassess" / "rules-passed.json"


def fingerprint(rule: Rule) -> str:
    """A digest of all that a rule's examples depend on: its two files, the shared words and data, the engine."""
    digest = sha256(version("duckdb").encode())
    for path in (rule.path, rule.examples_path, *_shared_files()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _shared_files() -> Iterable[Path]:
    package = Path(str(files("reassess.rules")))
    patterns = ("*.py", "data/*.yaml", "elements/*.sql", "definitions/*.yaml", "vocabulary/*.sql", "vocabulary/*.py")
    return [path for pattern in patterns for path in sorted(package.glob(pattern))]


def _read(kept: Path) -> dict[str, str]:
    try:
        content: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def _write(kept: Path, passed: dict[str, str]) -> None:
    making = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        making.write_text(json.dumps(passed, indent=1, sort_keys=True), encoding="utf-8")
        making.replace(kept)
    except OSError:
        # An account without a home to write to proves its rules at each run: slower, and as safe.
        return
