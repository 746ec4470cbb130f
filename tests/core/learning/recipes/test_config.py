"""`RunConfig`: refusals in words, JSON there and back, and what makes two runs the same."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.learning.layers.layers import Conv2D, Dense, Flatten
from digitcore.learning.recipes.config import RunConfig


@pytest.mark.parametrize(
    "changes",
    [
        {"epochs": 0},
        {"epochs": 1.5},
        {"batch": "128"},
        {"seed": -1},
        {"learning_rate": 0},
        {"learning_rate": float("nan")},
        {"learning_rate": float("inf")},
        {"optimiser": "adamax"},
        {"loss": None},
        {"preparation": "whitened"},
        {"validation": 0},
        {"validation": "train"},
        {"validation": True},
        {"validation": [0.1]},
        {"model": "forest"},
        {"layers": "dense"},
        {"layers": {"kind": "dense"}},
        {"dataset": 3},
        {"dataset_options": ["noise"]},
        {"dataset_options": {"noise": [1]}},
        {"momentum": 0.9},
        {"nesterov": True},
        {"nesterov": 1},
        {"optimiser": "sgd", "nesterov": True},
        {"optimiser": "rmsprop", "momentum": 0.5, "nesterov": True},
        {"model": "logistic-regression", "rotation": 10},
        {"model": "nearest-average", "preparation": "scaled"},
        {"scale": 80},
        {"colour": "red"},
    ],
)
def test_impossible_settings_are_refused_with_what_to_do(changes):
    with pytest.raises(BadInput) as refusal:
        RunConfig().replace(**changes)
    assert refusal.value.what_happened.endswith(".") and refusal.value.what_to_do.endswith(".")
    name, value = list(changes.items())[-1]
    assert name in str(refusal.value) or str(value) in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "null", "[" * 100_000, '{"epochs": NaN}', '{"layers": [3]}']
)
def test_text_that_is_no_settings_is_refused(text):
    with pytest.raises(BadInput):
        RunConfig.from_json(text)


@pytest.mark.parametrize("layers", ["7", "null", '"flatten"', '{"kind": "flatten"}', "true"])
def test_layers_that_are_no_list_are_refused_as_such(layers):
    with pytest.raises(BadInput, match="is no list of layers"):
        RunConfig.from_json(f'{{"layers": {layers}}}')


@pytest.mark.parametrize(
    "text",
    [
        r'{"dataset": "a\ud800b"}',
        r'{"dataset_hash": "\udfff"}',
        r'{"dataset_options": {"wrong\ud83d": 1}}',
        r'{"dataset_options": {"noise": "\ud83d"}}',
        r'{"preparation": "\ud800"}',
        r'{"validation": "\ud800"}',
        r'{"\ud800": 1}',
        r'{"layers": [{"kind": "\ud800"}]}',
        r'{"layers": [{"kind": "dense", "\ud800": 1}]}',
        r'{"layers": [{"kind": "dense", "activation": "\ud800"}]}',
    ],
)
def test_halves_of_surrogate_pairs_are_refused_in_a_sentence_that_can_be_shown(text):
    with pytest.raises(BadInput) as refusal:
        RunConfig.from_json(text)
    assert str(refusal.value).encode()
    assert str(refusal.value).isprintable()


@given(
    st.builds(
        RunConfig,
        seed=st.integers(0, 2**31 - 1),
        learning_rate=st.floats(1e-7, 100),
        validation=st.just("test") | st.floats(0.01, 0.9),
        epochs=st.integers(1, 10_000),
        rotation=st.floats(0, 180),
        layers=st.lists(st.sampled_from([Flatten(), Dense(3), Conv2D(2, 5, "tanh")])).map(tuple),
        dataset_options=st.dictionaries(st.text(), st.integers() | st.text()),
    )
)
def test_json_there_and_back_is_the_same_run(config):
    again = RunConfig.from_json(config.to_json())
    assert again == config and again.identity == config.identity


def test_settings_survive_the_way_to_another_process():
    config = RunConfig(dataset_options={"noise": 10})
    assert pickle.loads(pickle.dumps(config)) == config


def test_json_holds_every_setting_by_name():
    values = json.loads(RunConfig(layers=(Flatten(), Dense(5, "tanh"))).to_json())
    assert values["layers"] == [{"kind": "flatten"}, {"kind": "dense", "units": 5, "activation": "tanh"}]
    assert RunConfig().replace(**values) == RunConfig(layers=(Flatten(), Dense(5, "tanh")))


@pytest.mark.parametrize(
    "changes",
    [{"seed": 1}, {"epochs": 99}, {"layers": ()}, {"dataset_options": {"noise": 5}}, {"dataset_hash": "a"},
     {"rotation": 5}, {"patience": 3}, {"schedule": "cosine"}, {"model": "commonest"}],
)  # fmt: skip
def test_what_changes_the_result_changes_the_identity(changes):
    assert RunConfig().replace(**changes).identity != RunConfig().identity


@pytest.mark.parametrize(
    ("config", "changes"),
    [
        (RunConfig(), {"epochs": 100.0, "learning_rate": 0.001}),
        (
            RunConfig(),
            {"neighbours": 7, "schedule_factor": 0.1, "schedule_epochs": 3, "min_improvement": 0.1},
        ),
        (
            RunConfig(model="commonest"),
            {"neighbours": 7, "epochs": 3, "learning_rate": 0.5, "layers": (Dense(3),)},
        ),
        (
            RunConfig(dataset_options={"noise": 5, "fewer": 10}),
            {"dataset_options": {"fewer": 10, "noise": 5}},
        ),
    ],
)
def test_what_changes_nothing_keeps_the_identity(config, changes):
    assert config.replace(**changes).identity == config.identity


def test_neighbours_and_rounds_count_for_the_models_that_have_them():
    for model, changes in (("nearest-neighbours", {"neighbours": 7}), ("logistic-regression", {"epochs": 7})):
        config = RunConfig(model=model)
        assert config.replace(**changes).identity != config.identity


def test_rates_by_schedule():
    base = RunConfig(learning_rate=0.1, epochs=10)
    assert [base.rate(epoch) for epoch in (0, 9)] == [0.1, 0.1]
    steps = base.replace(schedule="steps", schedule_epochs=3, schedule_factor=0.5)
    assert [steps.rate(epoch) for epoch in (0, 2, 3, 6)] == pytest.approx([0.1, 0.1, 0.05, 0.025])
    cosine = base.replace(schedule="cosine")
    assert [cosine.rate(epoch) for epoch in (0, 5)] == pytest.approx([0.1, 0.05])
    assert 0 < cosine.rate(9) < 0.01


def test_settings_for_a_dataset_name_its_content():
    spoilt = datasets.load("digits", wrong_labels=20)
    config = RunConfig(dataset="mnist").for_dataset(spoilt)
    assert (config.dataset, config.dataset_options) == ("digits", {"wrong_labels": 20})
    assert config.dataset_hash == spoilt.content_hash


def test_layer_table_follows_the_dataset_and_is_empty_without_layers():
    facts = {name: datasets.find(name).facts for name in ("digits", "mnist")}
    assert RunConfig().layer_table(facts["digits"])[-1].parameters == 650
    assert RunConfig().layer_table(facts["mnist"])[-1].parameters == 7850
    assert RunConfig(model="commonest").layer_table(facts["mnist"]) == ()
    deep = RunConfig(layers=(Conv2D(3), Conv2D(3), Conv2D(3), Conv2D(3), Flatten()))
    assert deep.layer_table(facts["mnist"])
    with pytest.raises(BadInput, match="Layer 4"):
        deep.layer_table(facts["digits"])
