"""The order of a run: bands kept, exact explanations, nothing protected looked at, every order kept."""

import re
from collections import defaultdict
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.triage.assurance.audit_sample import check_order, commitment
from reassess.triage.decisions import read_decisions
from reassess.triage.order.bands import bands
from reassess.triage.order.case_groups import case_groups
from reassess.triage.order.features.masking import masked
from reassess.triage.order.features.pool import read_pool
from reassess.triage.order.features.word_matrix import BREAK
from reassess.triage.order.highlights import find_terms
from reassess.triage.order.order_archive import archive_order, archived_orders, position_on
from reassess.triage.order.queue import order_cases
from reassess.triage.simulation.replay import simulate_run
from tests.triage.runs import CASES, is_positive, make_run, references, write_decisions

Rows = list[tuple[object, ...]]


def rows(run: Run, select: str) -> Rows:
    with run.connect() as con:
        return con.execute(select).fetchall()


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run")
    run = make_run(folder / "0001")
    order_cases(run, seed="1", decisions=write_decisions(folder, range(36)))
    return run


def test_every_case_has_one_place_and_bands_are_kept(ordered: Run) -> None:
    queue = rows(ordered, "SELECT position, band, score FROM triage.queue ORDER BY position")
    assert [row[0] for row in queue] == list(range(1, CASES + 1))
    ranks = [bands()[str(row[1])].rank for row in queue]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) >= 5


def test_parts_of_a_block_add_up_to_its_total_and_blocks_to_the_score(ordered: Run) -> None:
    scores = dict(rows(ordered, "SELECT investigation_id, score FROM triage.queue"))
    blocks: defaultdict[object, dict[str, float]] = defaultdict(dict)
    parts: defaultdict[tuple[object, str], float] = defaultdict(float)
    for case, part, name, value in rows(ordered, "SELECT investigation_id, part, name, value FROM triage.reason"):
        if part == "block":
            blocks[case][str(name)] = float(str(value))
        elif part in ("term", "remainder"):
            parts[case, str(name).split(":")[0]] += float(str(value))
        elif part == "prior":
            parts[case, "prior"] += float(str(value))
    for case, score in scores.items():
        assert sum(blocks[case].values()) == pytest.approx(score, abs=1e-9)
        for name, total in blocks[case].items():
            assert parts[case, name] == pytest.approx(total, abs=1e-9)


def test_undecided_positives_stand_before_the_others_of_their_band(ordered: Run) -> None:
    queue = rows(ordered, "SELECT investigation_id, score FROM triage.queue WHERE NOT decided")
    number = {case: place for place, case in enumerate(references())}
    kinds: defaultdict[bool, list[float]] = defaultdict(list)
    for case, score in queue:
        kinds[is_positive(number[str(case)])].append(float(str(score)))
    assert min(kinds[True]) > sum(kinds[False]) / len(kinds[False])


def test_words_that_raised_a_case_are_marked_where_they_stand(ordered: Run) -> None:
    marks = rows(
        ordered,
        "SELECT h.words, substr(p.text, h.start_at + 1, h.end_at - h.start_at), h.value FROM triage.highlight h"
        " JOIN reading.passage p USING (investigation_id, source_key)",
    )
    assert marks
    assert all(words == text and float(str(value)) > 0 for words, text, value in marks)
    assert any("outstanding" in str(words) for words, *_ in marks)


def test_the_nearest_decided_cases_and_what_is_missing_are_said(ordered: Run) -> None:
    said = rows(ordered, "SELECT DISTINCT part FROM triage.reason")
    assert {row[0] for row in said} == {"band", "block", "term", "remainder", "prior", "similar_case", "not_assessable"}
    alike = rows(ordered, "SELECT name, value FROM triage.reason WHERE part = 'similar_case'")
    assert {str(name) for name, _ in alike} <= set(references()[:36])
    missing = rows(ordered, "SELECT investigation_id, says FROM triage.reason WHERE part = 'not_assessable'")
    assert missing == [(references()[0], "Cannot be assessed: no table exhibit.")]


def test_before_there_are_decisions_the_stated_prior_orders(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    counts = order_cases(run, seed="1")
    assert counts["triage.queue"] == CASES
    model = dict(rows(run, "SELECT name, value FROM triage.model"))
    assert float(str(model["share of the prior"])) == 1
    reasons = rows(run, "SELECT DISTINCT part FROM triage.reason")
    assert "term" not in {row[0] for row in reasons}
    best = rows(run, "SELECT investigation_id FROM triage.queue WHERE band = 'rest' ORDER BY position LIMIT 1")
    assert is_positive(references().index(str(best[0][0])))


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        run = make_run(tmp_path / name)
        order_cases(run, seed="1", decisions=write_decisions(tmp_path, range(20)))
        files.append([run.file(f"triage.{table}").read_bytes() for table in ("queue", "reason", "audit", "model")])
    assert files[0] == files[1]


def test_changing_every_protected_characteristic_moves_nothing(tmp_path: Path) -> None:
    decisions = write_decisions(tmp_path, range(30))
    queues = []
    for changed in (False, True):
        run = make_run(tmp_path / str(changed), changed=changed)
        order_cases(run, seed="1", decisions=decisions)
        queues.append(rows(run, "SELECT investigation_id, band, score, position FROM triage.queue ORDER BY position"))
    assert queues[0] == queues[1]


def test_what_was_done_does_move_the_order(tmp_path: Path) -> None:
    """The counterpart of the test above: it would pass on an order that looks at nothing."""
    run = make_run(tmp_path / "0001")
    order_cases(run, seed="1")
    before = rows(run, "SELECT investigation_id FROM triage.queue ORDER BY position")
    order_cases(run, seed="1", decisions=write_decisions(tmp_path, range(30)))
    assert before != rows(run, "SELECT investigation_id FROM triage.queue ORDER BY position")


def test_the_audit_order_can_be_checked_with_the_seed(ordered: Run) -> None:
    drawn = [str(row[0]) for row in rows(ordered, "SELECT investigation_id FROM triage.audit ORDER BY draw")]
    assert len(drawn) == 54
    published = dict(rows(ordered, "SELECT name, value FROM triage.model"))["seed commitment"]
    assert published == commitment("1")
    assert check_order("1", str(published), [references()], drawn) == []
    assert check_order("1", str(published), [references()], [drawn[1], drawn[0]]) != []
    assert check_order("2", str(published), [references()], drawn) != []


def test_linked_cases_travel_together(ordered: Run) -> None:
    groups = dict(rows(ordered, "SELECT investigation_id, case_group FROM triage.queue"))
    first = references()
    assert groups[first[0]] == groups[first[1]] == groups[first[2]] == first[0]
    assert groups[first[3]] == first[3]


def test_a_net_of_cases_is_split_and_a_hub_ties_nothing() -> None:
    chain = {f"{number:02}": [f"p{number}", f"p{number + 1}", "hub"] for number in range(30)}
    groups = case_groups(chain)
    sizes: defaultdict[str, int] = defaultdict(int)
    for leader in groups.values():
        sizes[leader] += 1
    assert 1 < max(sizes.values()) <= 8


def test_kept_orders_answer_why_a_case_stood_where_it_did(ordered: Run, tmp_path: Path) -> None:
    archive_order(ordered, tmp_path / "orders", datetime(2026, 3, 2, 8))
    archive_order(ordered, tmp_path / "orders", datetime(2026, 3, 3, 12))
    case = references()[5]
    past = position_on(tmp_path / "orders", case, date(2026, 3, 3))
    assert past.ordered_at == datetime(2026, 3, 3, 12)
    assert [past.position] == [
        row[0] for row in rows(ordered, f"SELECT position FROM triage.queue WHERE investigation_id = '{case}'")
    ]
    assert past.reasons[0][0] == "band"
    assert past.model["cases decided"] == "36"
    assert len(archived_orders(tmp_path / "orders")) == 2
    with pytest.raises(UserError, match="no order was in force"):
        position_on(tmp_path / "orders", case, date(2026, 3, 1))
    with pytest.raises(UserError, match="was not in the order"):
        position_on(tmp_path / "orders", "nobody", date(2026, 3, 3))
    with pytest.raises(UserError, match="Orders are never replaced"):
        archive_order(ordered, tmp_path / "orders", datetime(2026, 3, 3, 12))


def test_a_review_is_replayed_on_planted_truth(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    planted = tmp_path / "planted.csv"
    lines = [f"{case},{int(is_positive(number))}," for number, case in enumerate(references())]
    planted.write_text(
        "\n".join(["investigation_id,has_missed_line_or_opportunity,risk_band", *lines]), encoding="utf-8"
    )
    replay = simulate_run(run, planted)
    assert (replay.cases, replay.bands_kept) == (54, True)
    assert replay.positives == 12
    assert replay.least_in_bands <= replay.share_in_bands
    assert sum(cases for cases, _ in replay.in_bands.values()) == 54
    assert sum(found for _, found in replay.in_bands.values()) == 12
    planted.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="lacks investigation_id"):
        simulate_run(run, planted)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Keeley Marsden said that she lives in Luton", f"{BREAK} {BREAK} said that {BREAK} lives in {BREAK}"),
        ("CCTV viewed, NFA.", "cctv viewed nfa"),
        (
            "IC3 male, polish, rang 07700 900101 or k.m@example.org",
            f"{BREAK} {BREAK} {BREAK} rang {BREAK} {BREAK} or {BREAK}",
        ),
        ("follow-up isn't done", "follow-up isn't done"),
        ("", ""),
    ],
)
def test_masking_leaves_the_work_and_takes_the_person(text: str, left: str) -> None:
    assert masked(text) == left


def test_masking_takes_out_what_reading_found_in_small_letters() -> None:
    assert masked("known as shorty here", [(9, 15)]) == f"known as {BREAK} here"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("order,", "other,"), "stream is 'other'"),
        (("2026-03-02 10:00:00", "2026-03-01 10:00:00"), "decided_at is before opened_at"),
        (("investigation_id,", "case,"), "cannot be read as an export of decisions"),
    ],
)
def test_unusable_decisions_are_refused(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    file = write_decisions(tmp_path, [0])
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(UserError, match=says):
        read_decisions(file)


def test_cases_explained_a_few_at_a_time_are_explained_alike(
    ordered: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reassess.triage.order.queue.EXPLANATION_BATCH", 7)
    run = make_run(tmp_path / "0001")
    order_cases(run, seed="1", decisions=write_decisions(tmp_path, range(36)))
    for table in ("queue", "reason", "highlight"):
        assert run.file(f"triage.{table}").read_bytes() == ordered.file(f"triage.{table}").read_bytes(), table


@pytest.mark.parametrize(
    ("terms", "text", "marked"),
    [
        (["phone", "phone not viewed"], "Phone not  viewed; phone.", ["Phone not  viewed", "phone"]),
        (["not viewed", "phone not"], "phone not viewed", ["phone not"]),
        (["view"], "viewed, reviewed, view", ["view"]),
        (["éa", "straße"], "ÉA on Straße", ["ÉA", "Straße"]),
        (["phone"], "", []),
        ([], "phone", []),
    ],
)
def test_of_two_terms_that_overlap_the_earlier_and_longer_is_marked(
    terms: list[str], text: str, marked: list[str]
) -> None:
    assert [text[start:end] for _, start, end in find_terms(terms, text)] == marked


@given(st.lists(st.sampled_from(["a b", "b", "b c", "a", "c a"])), st.text(alphabet="abc .", max_size=30))
def test_marks_stand_apart_and_on_whole_words(terms: list[str], text: str) -> None:
    places = find_terms(terms, text)
    assert all(end <= start for (_, _, end), (_, start, _) in pairwise(places))
    for term, start, end in places:
        assert re.findall(r"\w+", text[start:end]) == term.split()
        assert not text[max(start - 1, 0) : start].isalpha()
        assert not text[end : end + 1].isalpha()


def test_passages_of_a_case_that_is_not_there_leave_the_texts_of_the_others(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    before = read_pool(run).texts
    with run.connect() as con:
        select = (
            "SELECT * FROM reading.passage UNION ALL BY NAME SELECT '0000/00' AS investigation_id,"
            " 'entry' AS source_table, 'X' AS source_key, 'text' AS source_field, 0 AS page, 'of nobody' AS text"
        )
        con.execute(f"CREATE TEMP TABLE more AS {select}")
        run.write(con, "reading.passage", "FROM more", "ALL")
    assert read_pool(run).texts == before


def test_what_was_taken_out_of_a_text_is_no_word_of_it(tmp_path: Path) -> None:
    pool = read_pool(make_run(tmp_path / "0001"))
    assert pool.word_counts == [sum(len(word) > 1 for word in text.split() if word != BREAK) for text in pool.texts]
    assert any(BREAK in text for text in pool.texts)
