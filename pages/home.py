"""Home: what one can do here, and what is ready."""

import streamlit as st

from digitcore.data.dataset import Source
from pages._shared import frame, part_gallery, statistics_cache
from pages._shared.controls import visitor, words

frame.guard(__file__)
frame.heading(
    "Digit Lab",
    "Handwritten digits: draw them, look into the data that models learn from, and watch models learn.",
)


def show_ways_in() -> None:
    """One card per thing to do."""
    cards = (
        ("Draw", "pages/draw.py", ":material/draw:",
         "Draw a digit and see what a model says while you draw, what such an answer is worth, and what the model sees."),
        ("Explore", "pages/explore.py", ":material/travel_explore:",
         "How many of each digit, what the average 4 looks like, which images are strange, and why."),
        ("Train", "pages/train.py", ":material/model_training:",
         "Train a published network or one of your own, watch it learn live, and stop or go on when you like."),
        ("Evaluate", "pages/evaluate.py", ":material/fact_check:",
         "What a model takes for what, with the images behind each number, and whether it may be so sure."),
        ("Compare", "pages/compare.py", ":material/balance:",
         "Models side by side on the same images: which is better, is it luck, and what does it cost?"),
        ("Recipes", "pages/recipes.py", ":material/menu_book:",
         "The ten published experiments, theirs beside yours, each with questions that your own run answers."),
        ("Classroom", "pages/classroom.py", ":material/groups:",
         "A room for a lesson: the class joins on their phones, and what it draws fills the wall."),
        ("Ready for class?", "pages/check.py", ":material/checklist:",
         "One look before the lesson: what works on this machine, what does not, and what to do."),
    )  # fmt: skip
    with st.container(key="ways_in"):
        for title, page, icon, sentence in cards:
            with st.container(border=True, height="stretch"):
                st.subheader(f"{icon} {title}", anchor=False)
                st.write(sentence)
                st.page_link(page, label=f"Open {title.removesuffix('?')}", icon=":material/arrow_forward:")


def show_what_is_ready() -> None:
    """The datasets and the model."""
    st.subheader("What is ready", anchor=False)
    for source in frame.visible_sources().values():
        title, sentence = words.plain(source.title_for(visitor.current())), words.plain(source.facts.sentence)
        icon, readiness = _readiness(source)
        st.markdown(f"{icon} **{title}** – {readiness}. :gray[{sentence}]")
    st.markdown(
        ":material/check_circle: **Default model** – ready. :gray[Reads drawings from the first start; it comes with the app.]"
    )
    st.page_link("pages/data.py", label="Spoil or bring data", icon=":material/database:")


def _readiness(source: Source) -> tuple[str, str]:
    if source.is_lost():
        return ":material/error:", "its images are lost; delete it on the Data page"
    return ":material/check_circle:", "ready"


def show_questions() -> None:
    """Questions to begin with; each opens the view that answers it."""
    st.subheader("Questions to begin with", anchor=False)
    questions = (
        ("Are there as many ones as fives?", {"view": "classes"}),
        ("What does the average eight look like?", {"view": "averages"}),
        ("Which images look least like their digit?", {"view": "typical"}),
        ("How much of an image is empty paper?", {"view": "ink"}),
        ("Is the test set like the training set?", {"view": "parts"}),
        ("Do the digits lie apart, seen as points?", {"view": "map"}),
    )
    for question, query in questions:
        st.page_link("pages/explore.py", label=question, icon=":material/help:", query_params=query)


def show_one_of_each() -> None:
    """Something to look at: a random image of each class of the dataset in use."""
    dataset = frame.chosen_dataset()
    st.subheader(f"One of each, from {words.titled(dataset)}", anchor=False)
    chosen = statistics_cache.one_of_each(dataset, "train", 0)
    part_gallery.show(
        dataset,
        chosen,
        part="train",
        key="one_of_each",
        label="One image of each class",
        size=56,
        opens=False,
    )


show_ways_in()
left, right = st.columns(2, gap="large")
with left:
    show_questions()
with right:
    show_what_is_ready()
show_one_of_each()
