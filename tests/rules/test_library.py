"""Rules load from folders, say what is wrong with them by name, and hold to their examples."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.rules.catalogue import Rule, find, load, package_folder
from reassess.rules.examples.checks import Failure, check_rules
from reassess.rules.examples.proof import prove, prove_once, remember
from reassess.rules.parameters import RuleSettings
from reassess.rules.rule_pages import rule_page, write_rule_pages
from reassess.rules.scaffold import write_scaffold

SETTINGS = RuleSettings(date(2026, 4, 30))
RULES = load([package_folder()])


@pytest.fixture(scope="module")
def failures() -> list[Failure]:
    return check_rules(RULES, SETTINGS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_rule_holds_to_its_examples(rule: Rule, failures: list[Failure]) -> None:
    assert [str(failure) for failure in failures if failure.rule == rule.slug] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_rule_never_says_that_something_was_not_done(rule: Rule) -> None:
    assert " was not " not in rule.front.says
    assert " were not " not in rule.front.says


def scaffolded(tmp_path: Path, group: str = "missed") -> Path:
    return write_scaffold("no-entry-by-officer", group, tmp_path)[0]


@pytest.mark.parametrize("group", ["missed", "new", "risk", "justice", "record"])
def test_a_rule_that_is_begun_passes_its_examples_as_it_stands(tmp_path: Path, group: str) -> None:
    scaffolded(tmp_path, group)
    assert prove(load([tmp_path])) == 3


def test_a_begun_rule_is_not_overwritten(tmp_path: Path) -> None:
    scaffolded(tmp_path)
    with pytest.raises(UserError, match="already exists"):
        scaffolded(tmp_path)


@pytest.mark.parametrize(("slug", "group"), [("No Entry", "missed"), ("x_y", "missed"), ("no-entry", "mist")])
def test_names_and_groups_that_cannot_be_are_refused(tmp_path: Path, slug: str, group: str) -> None:
    with pytest.raises(UserError):
        write_scaffold(slug, group, tmp_path)


def spoil(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (spoil("source: the force's own policy, section\n", ""), "source"),
        (spoil("version: 1", "version: none"), "version"),
        (spoil("/*", "--"), "front matter"),
        (spoil("title:", "titel:"), "titel"),
        (spoil("title: ", "title: [") , "not YAML"),
    ],
)  # fmt: skip
def test_a_spoilt_rule_is_named_with_what_is_wrong(tmp_path: Path, change: Callable[[str], str], words: str) -> None:
    file = scaffolded(tmp_path)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(UserError, match=words) as error:
        load([tmp_path])
    assert file.name in str(error.value)


def test_a_rule_without_examples_does_not_load(tmp_path: Path) -> None:
    scaffolded(tmp_path).with_suffix(".yaml").unlink()
    with pytest.raises(UserError, match="no examples"):
        load([tmp_path])


def test_a_rule_with_the_name_of_another_does_not_load(tmp_path: Path) -> None:
    write_scaffold("device-not-examined", "missed", tmp_path)
    with pytest.raises(UserError, match="another rule has this name"):
        load([package_folder(), tmp_path])


def test_a_rule_in_a_strange_folder_does_not_load(tmp_path: Path) -> None:
    file = scaffolded(tmp_path)
    file.parent.rename(tmp_path / "mist")
    with pytest.raises(UserError, match="group"):
        load([tmp_path])


def test_a_risk_without_a_band_does_not_load(tmp_path: Path) -> None:
    file = scaffolded(tmp_path, "risk")
    file.write_text(file.read_text(encoding="utf-8").replace("band: same_day\n", ""), encoding="utf-8")
    with pytest.raises(UserError, match="band"):
        load([tmp_path])


def test_a_rule_that_fails_an_example_is_named_with_what_came(tmp_path: Path) -> None:
    file = scaffolded(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("= 0 AS found", "> 0 AS found"), encoding="utf-8")
    with pytest.raises(UserError, match=r"no-entry-by-officer: 'the officer in the case wrote nothing' expected"):
        prove(load([tmp_path]))


def test_examples_must_hold_one_that_is_found_and_one_that_is_not(tmp_path: Path) -> None:
    examples = scaffolded(tmp_path).with_suffix(".yaml")
    examples.write_text("- {name: only, given: {}, expect: []}\n", encoding="utf-8")
    with pytest.raises(UserError, match="at least one"):
        prove(load([tmp_path]))


def test_what_has_passed_is_not_run_again_until_it_changes(tmp_path: Path) -> None:
    file, kept = scaffolded(tmp_path / "own"), tmp_path / "passed.json"
    prove_once(load([tmp_path / "own"]), kept)
    broken = file.read_text(encoding="utf-8").replace("= 0 AS found", "> 0 AS found")
    prove_once(load([tmp_path / "own"]), kept)
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(UserError, match="fail their own examples"):
        prove_once(load([tmp_path / "own"]), kept)


def test_what_was_tested_by_hand_need_not_pass_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scaffolded(tmp_path / "own")
    rules = load([tmp_path / "own"])
    remember(rules, tmp_path / "passed.json")
    run: list[list[Rule]] = []
    monkeypatch.setattr("reassess.rules.examples.proof.prove", run.append)
    prove_once(rules, tmp_path / "passed.json")
    assert run == [[]]


def test_a_rule_that_is_not_there_brings_the_nearest_names() -> None:
    with pytest.raises(UserError, match="device-not-examined"):
        find(RULES, "device-not-looked-at")


def test_every_rule_has_a_page_with_its_sql_and_its_examples(tmp_path: Path) -> None:
    rule = find(RULES, "device-not-examined")
    assert rule.front.why in rule_page(rule)
    assert "```sql\nSELECT" in rule_page(rule)
    assert write_rule_pages(RULES, tmp_path) == len(RULES)
    assert f"[{rule.slug}]({rule.slug}.md)" in (tmp_path / "index.md").read_text(encoding="utf-8")
