"""The audit draws of a published review can be checked; the seed is revealed only when asked, and that is recorded."""

from pathlib import Path

import pytest

from reassess import draw_check
from reassess.records.errors import UserError
from reassess.review import Review
from reassess.triage.assurance.audit_sample import secret_seed
from reassess.workspace import ordering_api
from reassess.workspace.audit.models import Entry


@pytest.fixture
def review(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Review:
    monkeypatch.setattr(ordering_api, "open_workspace", lambda *_, **__: None)
    monkeypatch.setattr(ordering_api, "is_there", lambda _: True)
    return Review(tmp_path)


def test_checking_without_revealing_leaves_no_trace_of_the_seed(review: Review) -> None:
    record = draw_check.draw_record(review)
    assert record.commitment == "5e" * 32
    assert draw_check.problems(record)[0].startswith("The seed is not the committed one")
    assert not Entry.objects.filter(verb="draw.revealed").exists()
    assert secret_seed(review.path) not in "".join(Entry.objects.values_list("detail", flat=True))


def test_revealing_writes_the_seed_once_and_says_so_in_the_trail(review: Review, tmp_path: Path) -> None:
    file = tmp_path / "draws.json"
    record = draw_check.reveal(review, file)
    assert draw_check.read_record(file) == record
    assert secret_seed(review.path) in Entry.objects.get(verb="draw.revealed").detail
    with pytest.raises(UserError, match="there is a file already"):
        draw_check.reveal(review, file)
    assert Entry.objects.filter(verb="draw.revealed").count() == 1


def test_the_commitment_is_in_the_trail_when_an_order_comes_into_force(db: None) -> None:
    assert "5e" * 32 in Entry.objects.filter(verb="order.in_force").earliest("sequence").detail
