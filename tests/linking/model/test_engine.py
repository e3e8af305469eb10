"""Training: which EM iteration limits are tried when a level underflows."""

import pytest

from reassess.linking.model import engine
from reassess.linking.model.engine import EM_ITERATIONS, Engine, train
from reassess.linking.model.parameters import LevelProbabilities, Parameters, starting_parameters
from reassess.linking.model.spec import people_model

UNDERFLOW = ValueError("m_probability value 0.0 is below the minimum allowed value of 1e-300.")


def limits_tried(failing: int, error: Exception, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Train with an engine that fails this many times; returns the iteration limits tried."""
    tried: list[int] = []
    model = people_model()
    start = starting_parameters(model, 0.001)

    def estimate(
        _engine: Engine, _model: object, start: Parameters, _rules: object, _seed: int, limit: int
    ) -> LevelProbabilities:
        tried.append(limit)
        if len(tried) <= failing:
            raise error
        return start.probabilities

    monkeypatch.setattr(engine, "_estimate", estimate)
    train(Engine(None, "duckdb", False), model, start, 100, [], 1)  # type: ignore[arg-type]
    return tried


@pytest.mark.parametrize("failing", [0, 1, len(EM_ITERATIONS) - 1])
def test_lower_limits_are_tried_until_training_succeeds(failing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits_tried(failing, UNDERFLOW, monkeypatch) == list(EM_ITERATIONS[: failing + 1])


@pytest.mark.parametrize(("failing", "error"), [(len(EM_ITERATIONS), UNDERFLOW), (1, ValueError("another fault"))])
def test_other_errors_are_raised(failing: int, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=str(error)[:20]):
        limits_tried(failing, error, monkeypatch)
