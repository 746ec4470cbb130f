"""The registry: names, options, providers, and what is refused with a sentence."""

from dataclasses import replace

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, Option, Split
from digitcore.data.sources import digits
from digitcore.errors import BadInput


def test_built_in_sources_come_first_in_order():
    assert list(datasets.sources())[:3] == ["digits", "mnist", "synthetic"]


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(BadInput, match=r"There is no dataset called 'digit'\. Choose one of: digits, mnist"):
        datasets.load("digit")


def test_an_unknown_option_is_refused_with_the_options_there_are():
    with pytest.raises(BadInput, match=r"'digits' has no option 'blur'\. It accepts: noise, wrong_labels"):
        datasets.load("digits", blur=3)


@pytest.mark.parametrize("value", ["much", None, float("nan"), float("inf"), 101, -1, [5], "5.5", 5.5])
def test_a_value_that_is_no_number_in_bounds_is_refused(value):
    with pytest.raises(BadInput, match=r"noise=.* cannot be used\. Give a whole number from 0 to 100\."):
        datasets.load("digits", noise=value)


def test_text_from_an_address_counts_as_a_number():
    assert datasets.load("digits", noise="20").options == {"noise": 20}


def test_only_what_differs_from_the_default_is_kept_as_an_option():
    assert datasets.load("digits", noise=0, spoil_seed=0).options == {}


def test_a_source_with_options_of_its_own_has_those_that_spoil_it_too():
    mine = replace(digits.SOURCE, name="mine", options=(Option("bold", "Bold", "Thicker.", 1, 1, 9),))
    assert [option.name for option in datasets.options_of(mine)][:2] == ["bold", "noise"]


def test_a_part_is_train_or_test_and_nothing_else():
    dataset = datasets.load("digits")
    assert dataset.part("train") is dataset.train
    assert dataset.part("test") is dataset.test
    with pytest.raises(BadInput, match="There is no part called 'validation'"):
        dataset.part("validation")


def test_equal_content_has_equal_hash_and_any_change_another():
    facts = digits.FACTS
    images = np.arange(3 * 64, dtype=np.uint8).reshape(3, 8, 8) % 17
    split = Split(images, np.array([1, 2, 3], np.uint8))
    dataset = Dataset("a", facts, split, split)
    assert dataset.content_hash == Dataset("b", facts, split, split).content_hash
    for changed in (
        Split(images[::-1], split.labels),
        Split(images, split.labels[::-1]),
        split.take(np.array([0, 1])),
    ):
        assert Dataset("a", facts, changed, split).content_hash != dataset.content_hash
    for other in (replace(facts, maximum=15), replace(facts, class_names=tuple("abcdefghij"))):
        assert Dataset("a", other, split, split).content_hash != dataset.content_hash
    assert Dataset("a", replace(facts, title="x"), split, split).content_hash == dataset.content_hash


def test_a_split_holds_read_only_bytes_and_as_many_labels_as_images():
    split = Split(np.zeros((2, 8, 8)), np.array([1, 2]))
    assert split.images.dtype == split.labels.dtype == np.uint8
    assert not split.images.flags.writeable
    assert split.take(np.array([1, 0, 1])).labels.tolist() == [2, 1, 2]
    with pytest.raises(ValueError, match="2 images but 1 labels"):
        Split(np.zeros((2, 8, 8)), np.array([1]))
