"""The kept table is what the code says it is, and the rule is the one of the recipes."""

import json
from dataclasses import replace

import pytest

from digitcore.data import datasets
from digitcore.learning.guided import curve_distance, reproduction
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from tests import measured
from tests.core.command_runner import refusal, run_anew


def attempt(**changes):
    values = {
        "recipe": "perceptron", "seed": 0, "identity": "", "accuracy": 0.9, "loss": 0.3, "n": 450,
        "parameters": 650, "epochs": 100, "seconds": 1.0, "date": "2026-11-21",
    }  # fmt: skip
    return reproduction.Attempt(**values | changes)


def verdict(*accuracies, **changes):
    result = reproduction.reproductions(
        attempt(seed=seed, accuracy=accuracy, **changes) for seed, accuracy in enumerate(accuracies)
    )
    return result[0]


def test_the_rule_asks_for_the_median_and_the_exact_parameters():
    # 0.906667 - 2 * sqrt(0.906667 * 0.093333 / 450) = 0.87924
    assert verdict(0.5, 0.879, 0.8793, 0.99, 0.88).holds
    assert not verdict(0.5, 0.879, 0.8792, 0.99, 0.87).holds
    assert not verdict(0.99, 0.99, 0.99, 0.99, 0.99, parameters=651).holds


def test_the_verdict_says_on_which_side_and_how_far():
    # One standard error is sqrt(0.906667 * 0.093333 / 450) = 0.013713.
    below, above = verdict(0.89, 0.9, 0.95), verdict(0.92)
    assert (below.side, below.seeds_below) == ("0.5 standard errors below", 2)
    assert (above.side, above.seeds_below) == ("1.0 standard errors above", 0)


def test_the_sides_of_all_ten_are_judged_together():
    kept = reproduction.reproductions(reproduction.read())
    assert reproduction.sides(kept).startswith(
        "6 of 10 medians lie below the published figure, all within its noise."
    )
    assert "this uneven has probability 0.75 (exact sign test), so it says nothing." in reproduction.sides(
        kept
    )
    smallest = next(one for one in kept if one.recipe.name == "smallest-95")
    assert (smallest.seeds_below, len(smallest.attempts)) == (3, 5)


def test_the_kept_table_has_every_recipe_with_every_seed_and_holds():
    result = reproduction.reproductions(reproduction.read())
    assert [one.recipe.name for one in result] == list(PUBLISHED)
    for one in result:
        assert tuple(each.seed for each in one.attempts) == reproduction.seeds_of(one.recipe.name)
        assert one.holds, one.recipe.name
    assert measured.read("reproductions") == reproduction.as_markdown(result).strip()
    assert measured.read("curves") == curve_distance.as_markdown(reproduction.read()).strip()


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_kept_figures_are_those_of_the_recipes_as_they_are(name):
    config = RECIPES[name].config
    dataset = datasets.load(config.dataset)
    for one in reproduction.read():
        if one.recipe == name:
            assert one.identity == config.replace(seed=one.seed).for_dataset(dataset).identity
            assert one.epochs == config.epochs


def test_the_command_trains_what_is_missing_and_keeps_the_rest(tmp_path):
    table = tmp_path / "table.json"
    reproduction.write([replace(one, seconds=-1.0) for one in reproduction.read()][1:], table)
    done = run_anew("reproduce", "perceptron", "-o", str(table), "--json")
    told = {entry["recipe"]: entry for entry in json.loads(done.stdout)}
    assert [place["epoch"] for place in told["perceptron"]["curve"]] == [1, 10, 50, 100]
    assert told["perceptron"]["curve"][-1]["published"] == 0.9436
    assert len(told["perceptron"]["curve"][-1]["ours"]) == 5
    assert told["cnn-64"]["curve"] == [], "its source prints no curve"
    again = reproduction.read(table)
    kept = reproduction.read()
    assert [one.seconds == -1.0 for one in again] == [False] + [True] * (len(kept) - 1)
    assert again[0].accuracy == kept[0].accuracy
    assert len(again[0].curve) == 100 and again[0].curve == kept[0].curve


def test_the_distance_of_curves_is_told_with_the_spread_of_seeds():
    curves = ([0.05, 0.4, 0.87, 0.94], [0.08, 0.3, 0.88, 0.93], [0.07, 0.32, 0.86, 0.95])
    tries = [
        attempt(seed=k, curve=(curve[0], *[curve[1]] * 9, *[curve[2]] * 40, *[curve[3]] * 50))
        for k, curve in enumerate(curves)
    ]
    found = curve_distance.distances("perceptron", tries)
    assert [each.epoch for each in found] == [1, 10, 50, 100]
    assert [each.ours for each in found] == [tuple(curve[k] for curve in curves) for k in range(4)]
    assert [each.is_within for each in found] == [True, True, True, True]
    assert found[1].words == "epoch 10: 32.94% published, ours 30.00% to 40.00% (-0.94 points)"
    assert curve_distance.distances("cnn-64") == [], "no log in the source"
    assert curve_distance.distances("dense-dropout", [])[0].words == "epoch 1: not legible"


def test_a_table_that_is_none_gets_a_sentence(tmp_path):
    (tmp_path / "table.json").write_text("[1]")
    assert "no table of reproductions" in refusal(
        "reproduce", "perceptron", "-o", str(tmp_path / "table.json")
    )
