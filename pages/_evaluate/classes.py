"""Each class: precision and the like, each explained in this class's own numbers."""

from __future__ import annotations

import streamlit as st

from digitcore.figures import counts
from digitcore.learning.measures import MEASURES
from pages._evaluate.judged import Judged
from pages._shared import charts, widgets, words

COUNTED = {
    "true positives": "true_positives",
    "false positives": "false_positives",
    "false negatives": "false_negatives",
    "true negatives": "true_negatives",
}


def show(judged: Judged) -> None:
    """One measure over the classes, its best and worst, the table of all, and one class in words."""
    chosen = widgets.select("measure", "Measure", list(MEASURES), lambda name: MEASURES[name].title)
    measures, names = judged.found.measures, judged.names
    values = measures.of(chosen)
    high, low = measures.extremes(chosen)
    best, worst = (low, high) if MEASURES[chosen].less_is_better else (high, low)
    charts.show(
        counts.share_per_class(values, class_names=judged.found.class_names, y=MEASURES[chosen].title),
        key="measure_bars",
        meaning=f"Best for **{names[best]}** with {values[best]:.2%}, worst for **{names[worst]}** with "
        f"{values[worst]:.2%}: {abs(values[best] - values[worst]) * 100:.2f} percentage points apart. "
        f"Averaged over the classes {measures.macro(chosen):.2%}, over the images {measures.weighted(chosen):.2%}.",
        sample=judged.sample,
    )
    st.subheader("One class in words", anchor=False)
    index = int(
        widgets.select("judged_class", "Class", range(len(names)), judged.found.class_names.__getitem__)
    )
    for name, measure in MEASURES.items():
        sentence = measure.words(measures, index, words.plain(f"{judged.found.class_names[index]}s"))
        st.markdown(f"- **{measure.title} {measures.of(name)[index]:.2%}.** {sentence}")
    _all_numbers(judged)


def _all_numbers(judged: Judged) -> None:
    st.subheader("All numbers", anchor=False)
    measures = judged.found.measures
    averages = {
        "average of the classes": measures.macro, "average of the images": measures.weighted,
    }  # fmt: skip
    table = {"class": [*judged.found.class_names, *averages]}
    table["images"] = [f"{count:,}" for count in measures.support] + [f"{measures.n:,}"] * len(averages)
    for title, attribute in COUNTED.items():
        table[title] = [f"{count:,}" for count in getattr(measures, attribute)] + [""] * len(averages)
    for name, measure in MEASURES.items():
        shares = [*measures.of(name), *(average(name) for average in averages.values())]
        table[measure.title] = [f"{share:.2%}" for share in shares]
    charts.small_table(table)
