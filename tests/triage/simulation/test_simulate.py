"""A simulation on a small labelled table, from the file to the CSV, chart and sentences."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from reassess.records.errors import UserError
from reassess.triage.simulation.labelled_tables import read_labelled
from reassess.triage.simulation.metrics import order_measures
from reassess.triage.simulation.simulate import LabelledTable, Simulation, simulate_table, starting_rows, violated_looks
from reassess.triage.simulation.simulated_review import Look
from reassess.triage.simulation.simulation_report import looks_in_words, measures_in_words, write_results

WORDS = ["viewed", "returned", "called", "office", "letter", "meeting", "visit", "report", "update", "team"]


def labelled(cases: int = 160, positives: int = 16, seed: int = 4) -> LabelledTable:
    """Records of chance words; positives have words and a link of their own more often."""
    generator = np.random.default_rng(seed)
    positive = generator.permutation(np.arange(cases) < positives)
    texts = [
        " ".join([*generator.choice(WORDS, 12), *(["unexamined", "device"] if yes and row % 4 else [])])
        for row, yes in enumerate(positive)
    ]
    links = [[f"p:{generator.integers(6)}"] if yes else [f"p:{generator.integers(6, 60)}"] for yes in positive]
    return LabelledTable([f"R{row}" for row in range(cases)], texts, {"links": links}, positive)


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return simulate_table(labelled(), seed=1)


def test_order_is_far_better_than_chance(simulation: Simulation) -> None:
    assert simulation.measures.loss < 0.15
    assert simulation.measures.work_saved > 0.5


def test_every_record_is_read_once_and_a_twentieth_is_drawn(simulation: Simulation) -> None:
    assert sorted(simulation.audited.rows) == list(range(160))
    first = simulation.audited.streams[2:62]
    assert first.count("audit") == 3
    assert simulation.violated_looks == 0


def test_same_seed_gives_the_same_course() -> None:
    again = [simulate_table(labelled(), seed=2, audited=False).order.rows for _ in range(2)]
    assert again[0] == again[1]
    assert again[0] != simulate_table(labelled(), seed=3, audited=False).order.rows


def test_starting_records_are_one_of_each_kind() -> None:
    positive = labelled().positive
    yes, no = starting_rows(positive, seed=9)
    assert positive[yes]
    assert not positive[no]


@pytest.mark.parametrize("positives", [0, 1, 159, 160])
def test_fewer_than_two_of_each_kind_cannot_be_measured(positives: int) -> None:
    with pytest.raises(UserError, match=f"name {positives} positive and {160 - positives} negative"):
        simulate_table(labelled(positives=positives))


@pytest.mark.parametrize("text", ["", "viewed and returned"])
def test_texts_without_a_word_that_tells_them_apart_are_read_in_some_order(text: str) -> None:
    table = LabelledTable([str(row) for row in range(12)], [text] * 12, {"links": [[]] * 12}, np.arange(12) % 4 == 0)
    simulated = simulate_table(table)
    assert sorted(simulated.audited.rows) == list(range(12))
    assert simulated.measures.cases == 10


def test_tokens_that_no_two_records_share_leave_the_order_to_the_words() -> None:
    table = labelled()
    alone = LabelledTable(
        table.references, table.texts, {"links": [[name] for name in table.references]}, table.positive
    )
    without = LabelledTable(table.references, table.texts, {}, table.positive)
    assert simulate_table(alone, audited=False).order.rows == simulate_table(without, audited=False).order.rows


def test_measures_on_an_order_worked_by_hand() -> None:
    measures = order_measures(np.array([True, False, True, False, False]), target=1.0)
    assert (measures.to_target, measures.to_all) == (3, 3)
    assert measures.loss == pytest.approx(1 / 6)
    assert measures.time_to_discovery == pytest.approx(0.4)
    assert order_measures(np.array([True, True, False, False])).loss == 0
    assert order_measures(np.array([False, False, True, True])).loss == 1


def test_broken_looks_are_counted() -> None:
    assert violated_looks([Look(10, 2, 3), Look(20, 4, 0)], positives=5) == 1


def test_curve_chart_and_sentences_say_the_same(simulation: Simulation, tmp_path: Path) -> None:
    curve, chart = write_results(simulation, tmp_path / "new" / "folder")
    rows = list(csv.DictReader(curve.read_text(encoding="utf-8").splitlines()))
    audited = [row for row in rows if row["review"] == "audited"]
    assert len(audited) == 160
    assert audited[-1]["recall"] == "1.0"
    assert next(row["record"] for row in audited if row["stream"] == "audit").startswith("R")
    assert chart.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UserError, match=r"curve\.csv: is a file; name a folder"):
        write_results(simulation, curve)
    assert dict(measures_in_words(simulation))["records"] == "160"
    assert "0 were wrong" in looks_in_words(simulation)[-1]


def write_table(folder: Path, text: str, name: str = "t.csv") -> Path:
    file = folder / name
    content = text.encode("latin-1")
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return file


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
def test_table_is_read_with_empty_cells(tmp_path: Path, name: str) -> None:
    file = write_table(tmp_path, 'id,title,abstract,links,label\nA,"One, two",,x; y,1\nB,,Three,,no\n', name)
    table = read_labelled(file, ["title", "abstract"], "label", ["links"], "id")
    assert table.references == ["A", "B"]
    assert table.texts == ["One, two ", " Three"]
    assert table.tokens == {"links": [["x", "y"], []]}
    assert table.positive.tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,title\nA,x\n", "no column label"),
        ("id,title,label\nA,x,1\nA,y,0\n", "row 3: the reference 'A' occurs twice"),
        ("id,title,label\nA,x,maybe\n", "row 2, column label: 'maybe' is not a label"),
        ("id,title,label\n", "no records"),
        ("id,title,label\nA,x,\n", "row 2, column label: '' is not a label"),
        ("id,title,label\nA,x,1\nB,y\nC,z,0,7\n", "a row has more or fewer fields than the header"),
        ("id,title,label\nA,caf\xe9,1\n", "cannot be read as a CSV file of UTF-8 text"),
    ],
)
def test_unusable_tables_are_refused_with_where_and_why(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_labelled(write_table(tmp_path, text), ["title"], "label", reference="id")


@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("1.0", "0.0"), (" TRUE ", "false"), ("included", "Excluded")])
def test_labels_in_the_usual_words(tmp_path: Path, yes: str, no: str) -> None:
    file = write_table(tmp_path, f"\xef\xbb\xbftitle;label\nOne;{yes}\nTwo;{no}\n")
    table = read_labelled(file, ["title"], "label")
    assert table.positive.tolist() == [True, False]
    assert table.references == ["1", "2"]


def test_a_table_of_no_text_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="name at least one column"):
        read_labelled(write_table(tmp_path, "title,label\nA,1\n"), [], "label")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_labelled(tmp_path / "none.csv", ["title"], "label")
