"""What a sweep's file means, what it may not mean, and what is said of its outcomes: no training."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitcore.data.statistics.intervals import mean_interval
from digitcore.errors import BadInput
from digitcore.learning.guided import sweeps
from digitcore.learning.guided.sweeps import SettingResult, from_text, plan, verdict
from digitcore.learning.recipes.recipes import RECIPES

FILE = """
recipe = "dense-128"
seeds = 3
learning_rates = [0.01, 0.05]

[settings]
epochs = 2
"""


def test_a_file_is_every_rate_with_every_seed():
    sweep = from_text(FILE)
    assert [(each.title, each.learning_rate) for each in sweep.settings] == [
        ("Learning rate 0.01", 0.01),
        ("Learning rate 0.05", 0.05),
    ]
    assert [(each.seed, each.learning_rate) for each in sweep.configs] == [
        (seed, rate) for seed in (0, 1, 2) for rate in (0.01, 0.05)
    ], "seed by seed, so that each setting has a first result early"
    wanted = RECIPES["dense-128"].config.replace(epochs=2, seed=2)
    assert sweep.configs[-1] == wanted, "0.05 is the recipe's own rate: the same run as the recipe's"


def test_json_says_the_same():
    values = {
        "recipe": "dense-128", "seeds": [0, 1, 2], "learning_rates": [0.01, 0.05], "settings": {"epochs": 2},
    }  # fmt: skip
    assert from_text(json.dumps(values), is_toml=False) == from_text(FILE)


def test_without_rates_each_recipe_has_its_own_and_repeated_names_count_once():
    sweep = plan(["perceptron", "nearest-average", "perceptron"], seeds=[7, 7, 8])
    assert [each.title for each in sweep.settings] == ["Perceptron", "Nearest average"]
    assert [each.learning_rate for each in sweep.settings] == [0.001, None]
    assert [config.seed for config in sweep.settings[0].configs] == [7, 8]


def test_several_recipes_at_several_rates_are_told_apart():
    titles = [each.title for each in plan(["perceptron", "cnn-5"], seeds=1, learning_rates=[0.1, 1]).settings]
    assert titles == [
        "Perceptron, learning rate 0.1", "Perceptron, learning rate 1",
        "Five filters, learning rate 0.1", "Five filters, learning rate 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("recipe = ", "The sweep is no TOML"),
        ("seeds = 3", "names no recipe"),
        ('recipe = "dense"', "no recipe called 'dense'"),
        ("recipe = 3", "recipe=3 cannot be used"),
        ("recipe = []", "recipe=[] cannot be used"),
        ('recipe = "cnn-5"\nrates = [1]', "has no 'rates'. It has: recipe, seeds"),
        ('recipe = "cnn-5"\nseeds = 0', "seeds=0 cannot be used"),
        ('recipe = "cnn-5"\nseeds = -1', "seeds=-1 cannot be used"),
        ('recipe = "cnn-5"\nseeds = []', "seeds=[] cannot be used"),
        ('recipe = "cnn-5"\nseeds = true', "seeds=True cannot be used"),
        ('recipe = "cnn-5"\nseeds = [-1]', "seed=-1"),
        ('recipe = "cnn-5"\nseeds = 2000', "seeds=2000 cannot be used"),
        ('recipe = "cnn-5"\nseeds = 60\nlearning_rates = [1, 2]', "This sweep is 120 runs. Ask for at most 100"),
        ('recipe = "cnn-5"\nlearning_rates = 0.1', "learning_rates=0.1 cannot be used"),
        ('recipe = "cnn-5"\nlearning_rates = ["much"]', "cannot be used"),
        ('recipe = "cnn-5"\nlearning_rates = [-1]', "learning_rate=-1"),
        ('recipe = "cnn-5"\nlearning_rates = [nan]', "learning_rate=nan"),
        ('recipe = "commonest"\nlearning_rates = [0.1]', "'Always the commonest' has no learning rate"),
        ('recipe = "cnn-5"\nsettings = 5', "settings=5 cannot be used"),
        ('recipe = "cnn-5"\nsettings = {seed = 5}', "seed is swept, and not set. Write it as seeds"),
        ('recipe = "cnn-5"\nsettings = {colour = 5}', "no setting 'colour'"),
        ('recipe = "cnn-5"\nsettings = {epochs = 0}', "epochs=0"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept_gets_a_sentence(text, words):
    with pytest.raises(BadInput) as refused:
        from_text(text)
    assert words in str(refused.value)


_JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(list(RECIPES)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sweeps._NAMES), _JUNK, max_size=4))
def test_any_values_are_a_sweep_or_a_sentence(values):
    try:
        sweep = from_text(json.dumps(values), is_toml=False)
    except BadInput:
        return
    assert 1 <= len(sweep.configs) <= sweeps.MOST_RUNS


def outcome(title: str, *accuracies: float, n: int = 1000) -> SettingResult:
    setting = plan("perceptron", seeds=max(1, len(accuracies))).settings[0]
    correct = tuple(round(each * n) for each in accuracies)
    return SettingResult(type(setting)(title, setting.recipe, 0.1, setting.configs), correct, n, 1.0)


def test_the_interval_is_students():
    """Against SciPy's own t-test interval."""
    from scipy import stats

    values = [0.91, 0.92, 0.94, 0.93]
    wanted = stats.t.interval(0.95, 3, np.mean(values), stats.sem(values))
    assert mean_interval(values, low=0, high=1) == pytest.approx(wanted)
    assert outcome("a", *values).interval == pytest.approx(wanted)
    assert outcome("a", 0.91).interval is None
    assert outcome("a").mean is None
    assert mean_interval([0.0, 1.0], low=0, high=1) == (0.0, 1.0)


def test_the_best_is_told_from_the_second_by_more_than_seeds():
    low, high = outcome("slow", 0.80, 0.81, 0.82, 0.80), outcome("fast", 0.90, 0.91, 0.92, 0.90)
    assert verdict([low, high]).startswith("fast is 10.00 percentage points better than slow on average")
    assert "one between the settings, not between seeds" in verdict([low, high])
    assert "With so few seeds no difference is sure" in verdict([outcome("a", 0.8), outcome("b", 0.9)])
    assert verdict([low]) == verdict([low, outcome("none yet")]) == verdict([]) == ""
    assert verdict([low, outcome("other images", 0.9, n=10)]) == ""


def test_a_hundred_seeds_are_judged_in_a_moment():
    many = [0.9 + seed / 1000 for seed in range(50)]
    assert verdict([outcome("a", *many), outcome("b", *many)]) == "a and b are equal on average."


def test_rates_are_read_as_people_type_them():
    assert sweeps.rates_of(" 0.001, 0.01;1e-1\n1 ") == [0.001, 0.01, 0.1, 1.0]
    assert sweeps.rates_of("") == []
    with pytest.raises(BadInput, match="'much' is no learning rate"):
        sweeps.rates_of("0.1 much")
