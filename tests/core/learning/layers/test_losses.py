"""Loss formulas against Keras, and by hand."""

import numpy as np
import pytest

from digitcore.data.preparation import one_hot
from digitcore.learning.layers.losses import LOSSES


@pytest.mark.parametrize("name", LOSSES)
def test_formulas_equal_keras(name):
    random = np.random.default_rng(0)
    truth = one_hot(random.integers(0, 7, size=50), 7)
    probabilities = random.dirichlet(np.full(7, 0.3), size=50).astype(np.float32)
    keras = LOSSES[name].build()(truth, probabilities).numpy()
    np.testing.assert_allclose(LOSSES[name].formula(truth, probabilities), keras, rtol=1e-4, atol=1e-6)


def test_worked_example():
    truth, probabilities = np.array([[0.0, 1.0]]), np.array([[0.25, 0.75]])
    values = {name: loss.formula(truth, probabilities)[0] for name, loss in LOSSES.items()}
    assert values["categorical_crossentropy"] == pytest.approx(-np.log(0.75))
    assert values["mean_squared_error"] == pytest.approx(0.0625)
    assert values["poisson"] == pytest.approx((0.25 + 0.75 - np.log(0.75)) / 2, abs=1e-6)


def test_a_certain_mistake_has_a_finite_loss():
    assert np.isfinite(
        LOSSES["categorical_crossentropy"].formula(np.array([[1.0, 0]]), np.array([[0.0, 1]]))
    ).all()
