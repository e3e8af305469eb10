"""Stable entity ids, as properties; merges and splits with their cause."""

from hypothesis import given
from hypothesis import strategies as st

from reassess.linking.resolve.judgements import Judgement
from reassess.linking.resolve.stable_ids import Change, changes, entity_ids

RECORDS = "ABCDEFGH"
PARTITION = st.lists(st.integers(0, 3), min_size=len(RECORDS), max_size=len(RECORDS))


def _groups(numbers: list[int]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for record, number in zip(RECORDS, numbers, strict=True):
        found.setdefault(number, []).append(record)
    return list(found.values())


@given(PARTITION)
def test_equal_groups_keep_their_ids(numbers: list[int]) -> None:
    first = entity_ids(_groups(numbers), {})
    assert entity_ids(_groups(numbers), first) == first
    assert changes(first, first, []) == []


@given(PARTITION, PARTITION, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_changes_no_id(before: list[int], after: list[int], random: "object") -> None:
    first = entity_ids(_groups(before), {})
    groups = _groups(after)
    shuffled = list(groups)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert entity_ids(shuffled, first) == entity_ids(groups, first)


@given(PARTITION, PARTITION)
def test_two_groups_never_share_an_id(before: list[int], after: list[int]) -> None:
    now = entity_ids(_groups(after), entity_ids(_groups(before), {}))
    assert len({now[group[0]] for group in _groups(after)}) == len(_groups(after))


@given(PARTITION, PARTITION)
def test_an_id_stays_with_most_of_its_records(before: list[int], after: list[int]) -> None:
    first = entity_ids(_groups(before), {})
    now = entity_ids(_groups(after), first)
    for old in _groups(before):
        for new in _groups(after):
            stayed = set(old) & set(new)
            if 2 * len(stayed) > len(old) and 2 * len(stayed) > len(new):
                assert now[new[0]] == first[old[0]]


@given(PARTITION, st.integers(0, 3))
def test_a_new_record_moves_nobody(numbers: list[int], joins: int) -> None:
    first = entity_ids(_groups(numbers), {})
    groups = _groups(numbers)
    groups[joins % len(groups)].append("new")
    now = entity_ids(groups, first)
    assert {record: now[record] for record in RECORDS} == first


@given(PARTITION, PARTITION)
def test_every_record_that_moved_is_reported_once(before: list[int], after: list[int]) -> None:
    first = entity_ids(_groups(before), {})
    now = entity_ids(_groups(after), first)
    moved = sum(now[record] != first[record] for record in RECORDS)
    reported = changes(now, first, [])
    assert sum(change.records for change in reported) == moved
    assert reported == sorted(reported, key=lambda change: (change.entity_id, change.previous_entity_id))


def test_an_id_that_is_taken_gets_a_number() -> None:
    # The person of A went to B, so a new person of A alone cannot be E-A again.
    assert entity_ids([["B", "C"], ["A"]], {"A": "E-B", "B": "E-A", "C": "E-A"}) == {
        "B": "E-A",
        "C": "E-A",
        "A": "E-B",
    }
    assert entity_ids([["B"], ["A"]], {"A": "E-A", "B": "E-A"}) == {"A": "E-A", "B": "E-B"}
    assert entity_ids([["A", "X"], ["B"]], {"A": "E-B"})["B"] == "E-B-2"


def test_each_change_names_its_cause() -> None:
    judged = Judgement("2026-04-30", "D. Reader", "A", "B", "same", "one tattoo")
    assert changes({"A": "E-A", "B": "E-A"}, {"A": "E-A", "B": "E-B"}, [judged]) == [
        Change("merged", "E-A", "E-B", 1, "judgement by D. Reader on 2026-04-30: A and B same (one tattoo)")
    ]
    (moved,) = changes({"A": "E-A", "B": "E-A", "C": "E-C"}, {"A": "E-A", "B": "E-C", "C": "E-C"}, [judged])
    assert (moved.change, moved.previous_entity_id) == ("split", "E-C")
    assert moved.cause.startswith("judgement by D. Reader")
    (by_record,) = changes({"A": "E-A", "B": "E-A", "C": "E-A"}, {"A": "E-A", "B": "E-B"}, [])
    assert by_record.cause == "new record C"
    (by_loss,) = changes({"A": "E-A", "B": "E-B"}, {"A": "E-A", "B": "E-A", "C": "E-A"}, [])
    assert (by_loss.change, by_loss.cause) == ("split", "1 of its records are no longer in the extract")
    (other,) = changes({"A": "E-A", "B": "E-B"}, {"A": "E-A", "B": "E-A"}, [])
    assert other.cause == "the evidence changed"
