"""What a force that writes rules of its own is told where something is wrong: file, line, field, what to do."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.rules.catalogue import Rule, load
from reassess.rules.examples.checks import ExampleDatabase, _checked
from reassess.rules.examples.example_file import read_examples
from reassess.rules.parameters import RuleSettings
from reassess.rules.scaffold import write_scaffold
from reassess.rules.verdicts import load_elements

Change = Callable[[str], str]
AS_OF = date(2026, 4, 30)


@pytest.fixture(scope="module")
def database() -> Iterator[ExampleDatabase]:
    made = ExampleDatabase(RuleSettings(AS_OF))
    yield made
    made.con.close()


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    return write_scaffold("no-entry", "missed", tmp_path)[0]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def loaded(file: Path) -> Rule:
    (rule,) = load([file.parent.parent])
    return rule


def refused(act: Callable[[], object], words: str) -> str:
    """What is said where `act` is refused in these words."""
    with pytest.raises(UserError, match=words) as error:
        act()
    return str(error.value)


def element_file(folder: Path, name: str, more: str = "") -> Path:
    """An element of a force's own, with a further line in its front matter."""
    file = folder / "elements" / f"{name}.sql"
    file.parent.mkdir()
    file.write_text(
        f"/*\ntitle: Closed\nquestion: Was it closed?\nsource: own policy\nversion: 1\n{more}*/\n"
        "SELECT investigation_id, closed AS verdict FROM every_case\n",
        encoding="utf-8",
    )
    return file


def asked(database: ExampleDatabase, file: Path) -> None:
    """Run the rule's examples as `reassess rules test` does, on one database for all of these tests."""
    rule = loaded(file)
    for example in read_examples(rule):
        _checked(database, rule, example)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: 1", "version: 1\nsevrity: high", r"line 12, sevrity: there is no such field\. Use title"),
        ("source: the force's own policy, section\n", "", r"source: is missing\. Add `source:`"),
        ("officer in the case?", "officer in the case", r"line 3, question: does not end in \?"),
        ("title: ", "title: [", r"no-entry\.sql, line 3: the front matter is not YAML"),
        ("/*", "--", r"Start the file with a comment /\* \.\.\. \*/"),
        ("  entry: [author]", "  logbook: [author]", r"logbook, which does not exist\. Use one of investigation"),
        ("  entry: [author]", "  entry: [writer]", r"names entry\.writer, which does not exist\. Use one of entry_id"),
        ("No record of an entry by", "There was not an entry by", r"Write `No record of \.\.\.`"),
        ("version: 1", "version: 1\nparameters:\n  few: []", r"line 12, parameters\.few"),
        ("version: 1", "version: 1\nparameters:\n  few: [{valu: 1}]", r"no such field\. Use value, since"),
    ],
)  # fmt: skip
def test_front_matter_is_refused_by_line_and_field(rule_file: Path, old: str, new: str, words: str) -> None:
    change(rule_file, old, new)
    assert str(rule_file) in refused(lambda: loaded(rule_file), words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("FROM every_case i", "FRM every_case i", r"line 18: FRM every_case i"),
        ("e.author =", "e.writer =", r'does not have a column named "writer"'),
        ("LEFT JOIN entry e", "LEFT JOIN log_entry e", r"line 19: LEFT JOIN log_entry"),
        ("by the officer in the case.\nwhy", "by {officer}.\nwhy", r"`says` names officer"),
        (" AS found", " AS foun", r"the SELECT has no column found"),
        ("count(e.entry_id) = 0 AS found", "'yes' AS found", r"`found` is VARCHAR\. Return TRUE, FALSE or NULL"),
        ("[row_of('investigation', any_value(i.row_key))]", "any_value(i.row_key)", r"Return a list of row_of"),
        ("[row_of('investigation', any_value(i.row_key))]", "[]", r"no evidence \(investigation 1"),
        ("= 0 AS found", "<= $few AS found", r"\$few has no value"),
        ("GROUP BY i.investigation_id", "GROUP BY ALL; DROP TABLE records.entry", r"not a single SELECT"),
    ],
)  # fmt: skip
def test_a_select_that_does_not_serve_is_refused_by_line(
    database: ExampleDatabase, rule_file: Path, old: str, new: str, words: str
) -> None:
    change(rule_file, old, new)
    assert f"rule no-entry ({rule_file})" in refused(lambda: asked(database, rule_file), words)


def test_a_parameter_that_is_not_yet_in_force_is_named_with_its_first_day(
    database: ExampleDatabase, rule_file: Path
) -> None:
    change(rule_file, "version: 1", "version: 1\nparameters:\n  few: [{value: 0, since: 2030-01-01}]")
    change(rule_file, "= 0 AS found", "<= $few AS found")
    with pytest.raises(UserError, match=r"few has no value on 30 April 2026; its first applies from 1 January 2030"):
        asked(database, rule_file)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- name: the officer in the case wrote nothing", "- name: [the officer", r"line 2: the list of examples"),
        ("verdict: found", "verdict: fuond", r"example 1 \(the officer .*expect\.0\.verdict"),
        ("expect: []", "expect: []\n  as-of: 2020-01-01", r"as-of: there is no such key\. An example has name, given"),
        ("expect: [{verdict: found}]", "expect: found", r"expect: Input should be a valid list"),
        ("given: {}", "given: []", r"example 3 \(the extract has no entries\): given"),
        ("absent: [entry]", "absent: [entires]", r"entires is no table and no table\.field"),
        ("- name: the extract has no entries\n ", "-", r"example 3 \(without a name\): name is missing"),
    ],
)  # fmt: skip
def test_examples_are_refused_by_their_name(rule_file: Path, old: str, new: str, words: str) -> None:
    examples = rule_file.with_suffix(".yaml")
    change(examples, old, new)
    assert str(examples) in refused(lambda: read_examples(loaded(rule_file)), words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("entry: [{author: SUP1", "entries: [{author: SUP1", r"rows of 'entries', which is no table"),
        ("author: SUP1", "writer: SUP1", r"the field writer\. Its fields are entry_id"),
        ("{officer_in_case: OIC1}", "{officer_in_case: A, recorded_on: 31/02/2014}", r"a row of records\.inves"),
    ],
)  # fmt: skip
def test_rows_that_no_table_takes_are_refused_with_the_example(
    database: ExampleDatabase, rule_file: Path, old: str, new: str, words: str
) -> None:
    change(rule_file.with_suffix(".yaml"), old, new)
    said = refused(lambda: asked(database, rule_file), words)
    assert "example 'the officer in the case wrote nothing'" in said


def test_a_folder_that_is_not_there_or_holds_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such folder"):
        load([tmp_path / "nowhere"])
    with pytest.raises(UserError, match="there are no rules here"):
        load([tmp_path])


def test_half_a_rule_and_a_rule_outside_a_group_are_said(rule_file: Path) -> None:
    rule_file.rename(rule_file.parent.parent / rule_file.name)
    with pytest.raises(UserError, match=r"not where a rule is expected"):
        load([rule_file.parent.parent])


def test_a_name_with_blanks_and_text_that_is_not_utf_8_are_said(rule_file: Path) -> None:
    blank = rule_file.with_name("No Entry.sql")
    rule_file.with_suffix(".yaml").rename(blank.with_suffix(".yaml"))
    rule_file.rename(blank)
    with pytest.raises(UserError, match="'No Entry' is not a valid name"):
        loaded(blank)
    good = blank.rename(rule_file)
    blank.with_suffix(".yaml").rename(rule_file.with_suffix(".yaml"))
    good.write_bytes(good.read_bytes().replace(b"Say in", b"Caf\xe9"))
    with pytest.raises(UserError, match="line 5: not UTF-8 text"):
        loaded(good)


def test_a_force_keeps_elements_beside_its_rules(rule_file: Path) -> None:
    element_file(rule_file.parent.parent, "closed-at-all")
    assert loaded(rule_file).slug == "no-entry"
    assert "closed-at-all" in load_elements([rule_file.parent.parent])


def test_an_element_with_an_unknown_field_is_refused_by_line(tmp_path: Path) -> None:
    element_file(tmp_path, "odd", "need: {}\n")
    refused(lambda: load_elements([tmp_path]), r"odd\.sql.*line 6, need: there is no such field")
