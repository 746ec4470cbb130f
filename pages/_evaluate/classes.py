"""Each class: precision and other measures, each explained with the numbers of the class."""

from __future__ import annotations

import streamlit as st

from digitcore.figures import counts
from digitcore.learning.judging.measures import MEASURES, Measures
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts
from pages._shared.controls import widgets, words

_COUNTED = {
    "true positives": "true_positives",
    "false positives": "false_positives",
    "false negatives": "false_negatives",
    "true negatives": "true_negatives",
}


def show(judged: JudgedModel) -> None:
    """A measure over all classes, a class in words, and the tables of all numbers."""
    chosen = widgets.select("measure", "Measure", list(MEASURES), lambda name: MEASURES[name].title)
    _chart(judged, chosen)
    _in_words(judged)
    _all_numbers(judged)


def _chart(judged: JudgedModel, chosen: str) -> None:
    measures, names = judged.examination.measures, judged.names
    values, interval = measures.of(chosen), measures.interval(chosen)
    high, low = measures.extremes(chosen)
    best, worst = (low, high) if MEASURES[chosen].less_is_better else (high, low)
    lines = " The lines are 95% intervals: the true value probably lies in this range." if interval else ""
    charts.show(
        counts.share_per_class(
            values, class_names=judged.examination.class_names, y=MEASURES[chosen].title, interval=interval
        ),
        key="measure_bars",
        meaning=f"Best for **{names[best]}** with {values[best]:.2%}, worst for **{names[worst]}** with "
        f"{values[worst]:.2%}: {abs(values[best] - values[worst]) * 100:.2f} percentage points apart. "
        f"Averaged over the classes {measures.macro(chosen):.2%}, over the images "
        f"{measures.weighted(chosen):.2%}.{lines}",
        sample=judged.sample,
    )


def _in_words(judged: JudgedModel) -> None:
    st.subheader("One class in words", anchor=False)
    measures, names = judged.examination.measures, judged.examination.class_names
    index = int(widgets.select("judged_class", "Class", range(len(names)), names.__getitem__))
    st.caption("In grey the 95% interval, where there is one.")
    for name, measure in MEASURES.items():
        sentence = measure.words(measures, index, words.plain(f"{names[index]}s"))
        st.markdown(
            f"- **{measure.title} {measures.of(name)[index]:.2%}.** {sentence}{_between(measures, name, index)}"
        )


def _between(measures: Measures, name: str, index: int) -> str:
    interval = measures.interval(name)
    return f" :gray[{interval[0][index]:.2%} to {interval[1][index]:.2%}]" if interval else ""


def _all_numbers(judged: JudgedModel) -> None:
    """In two tables, since no screen is wide enough for one."""
    st.subheader("All numbers", anchor=False)
    measures, names = judged.examination.measures, list(judged.examination.class_names)
    counted = {
        title: [f"{count:,}" for count in getattr(measures, attribute)]
        for title, attribute in _COUNTED.items()
    }
    charts.small_table({"class": names, "images": [f"{count:,}" for count in measures.support], **counted})
    averages = {"macro average": measures.macro, "weighted average": measures.weighted}
    shares = {
        measure.title: [
            f"{share:.2%}"
            for share in (*measures.of(name), *(average(name) for average in averages.values()))
        ]
        for name, measure in MEASURES.items()
    }
    charts.small_table({"class": [*names, *averages], **shares})
    charts.explain(
        "Positive means: called this class. In the macro average each class counts the same, in the weighted one each image.",
        judged.sample,
    )
