"""Learning without labels: how many rounds are tried where a level becomes too unlikely for a float."""

import pytest

from reassess.linking.model import engine
from reassess.linking.model.engine import ROUNDS, Engine, train
from reassess.linking.model.parameters import Numbers, Parameters, starting
from reassess.linking.model.spec import people_model

TOO_SMALL = ValueError("m_probability value 0.0 is below the minimum allowed value of 1e-300.")


def learning(failing: int, error: Exception, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Learn with an engine that fails so many times; returns the rounds that were tried."""
    tried: list[int] = []
    model = people_model()
    start = starting(model, 0.001)

    def learn(_engine: Engine, _model: object, given: Parameters, _blocks: object, _seed: int, rounds: int) -> Numbers:
        tried.append(rounds)
        if len(tried) <= failing:
            raise error
        return given.numbers

    monkeypatch.setattr(engine, "_learn", learn)
    train(Engine(None, "duckdb", False), model, start, 100, [], 1)  # type: ignore[arg-type]
    return tried


@pytest.mark.parametrize("failing", [0, 1, len(ROUNDS) - 1])
def test_fewer_rounds_are_tried_until_every_level_can_be_held(failing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert learning(failing, TOO_SMALL, monkeypatch) == list(ROUNDS[: failing + 1])


@pytest.mark.parametrize(("failing", "error"), [(len(ROUNDS), TOO_SMALL), (1, ValueError("another fault"))])
def test_what_fewer_rounds_do_not_mend_is_not_hidden(
    failing: int, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=str(error)[:20]):
        learning(failing, error, monkeypatch)
