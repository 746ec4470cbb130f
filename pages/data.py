"""Data: which datasets there are, damaged beside clean, and your own."""

import hashlib

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, Source
from digitcore.data.sources import own_datasets
from digitcore.data.sources.draft import Draft, read_readable
from digitcore.data.statistics.image_order import few_of_each, one_of_each
from digitcore.figures.sprite import sprite_address
from pages._shared import background_tasks, frame
from pages._shared.components import gallery
from pages._shared.controls import lesson, state, tab, visitor, widgets, words
from pages._shared.controls.control_table import CONTROLS

frame.guard(__file__)
frame.heading(
    "Data", "A model can only learn what its examples show. Choose them, look at them, or bring your own."
)

SHOWN_OF_A_DRAFT = 40
FEW, MOST_IN_A_ROW = 600, 12
INK = {
    "look": ("find out", None),
    "dark": ("dark on bright paper", True),
    "bright": ("bright on dark", False),
}
"""The ink of an upload: name, words, and the argument of `read`."""


def show_sources() -> None:
    """A card per dataset: what it is, where it comes from, and a button to use it."""
    for source in frame.visible_sources().values():
        with st.container(border=True):
            show_card(source)


def show_card(source: Source) -> None:
    """One dataset's fact sheet."""
    facts = source.facts
    st.subheader(words.plain(source.title_for(visitor.current())), anchor=False)
    show_some_images(source)
    st.write(words.plain(facts.sentence))
    st.caption(
        f"{facts.side}×{facts.side} pixels, values 0 to {facts.maximum}, {facts.class_count} classes. "
        f"From: {words.plain(facts.origin)}. Licence: {words.plain(facts.licence)}."
        + (f" [Source]({facts.link})" if facts.link else "")
    )
    with st.container(horizontal=True):
        show_use(source)
        if source.belongs_to(visitor.current()):
            st.button(
                "Delete",
                key=f"delete_{source.name}",
                on_click=forget,
                args=(source.name,),
                icon=":material/delete:",
            )


def show_some_images(source: Source) -> None:
    """One image of each class, in a row; nothing while they are being loaded, or where they are lost."""
    if source.is_lost():
        return
    options = {"images": FEW} if any(option.name == "images" for option in source.options) else {}
    dataset = background_tasks.result_or_none(
        ("dataset", source.name, tuple(options.items())),
        lambda report: datasets.load(source.name, report=report, **options),
    )
    if dataset is not None:
        images = dataset.train.images[one_of_each(dataset.train, seed=0)][:MOST_IN_A_ROW]
        address = sprite_address(images, maximum=dataset.facts.maximum, columns=len(images))
        st.html(f'<img class="some_images" src="{address}" alt="An image of each class">')


def show_use(source: Source) -> None:
    """Whether it is in use, or how to use it."""
    if source.is_lost():
        st.badge("its images are lost", icon=":material/error:", color="red")
    elif state.get("dataset") == source.name:
        st.badge("in use", icon=":material/check:", color="green")
    elif lesson.is_free("dataset"):
        st.button("Use it", key=f"use_{source.name}", on_click=use, args=(source.name,))


def use(name: str) -> None:
    """Choose a dataset."""
    state.put("dataset", name)
    state.forget_place()


@state.in_callback
def forget(name: str) -> None:
    """Delete this visitor's entry of a dataset, and use the default if it was in use."""
    own_datasets.delete(name, owner=visitor.current())
    if state.get("dataset") == name:
        use(CONTROLS["dataset"].default)


def show_spoiled_beside_clean() -> None:
    """The same first images, clean and as they are now."""
    st.header("Damaged beside clean", anchor=False)
    st.write("Set the damage in the sidebar. The test part stays clean, so that it still judges fairly.")
    clean, spoiled = frame.clean_dataset(), frame.chosen_dataset()
    left, right = st.columns(2)
    with left:
        show_first(clean, "Clean", key="clean")
    with right:
        show_first(spoiled, "As it is now", key="spoiled")


def show_first(dataset: Dataset, title: str, *, key: str) -> None:
    """The first images of the training part with their labels."""
    names = dataset.facts.class_names
    labels = [names[label] for label in dataset.train.labels[:24]]
    st.markdown(f"**{title}**: {len(dataset.train):,} images to learn from")
    gallery.show(
        dataset.train.images[:24],
        key=f"first_{key}",
        maximum=dataset.facts.maximum,
        label=f"{title}: the first images",
        names=[f"image {number}, labelled {label}" for number, label in enumerate(labels)],
        captions=labels,
        size=44,
    )


def show_add_your_own() -> None:
    """Upload a dataset, see what was understood of it, and keep it."""
    st.header("Your own", anchor=False)
    st.write(
        "One `.npz` (arrays `images` and `labels`), two or four idx files, one CSV (label first, then the pixels), "
        "or a ZIP with one folder of pictures per class. "
        "Square images of 8 to 64 pixels, 2 to 62 classes, at most 50 MB together."
    )
    uploads = st.file_uploader(
        "Files of one dataset",
        accept_multiple_files=True,
        key=tab.upload_key(),
        label_visibility="collapsed",
    )
    if not uploads:
        return
    files = [(upload.name, upload.getvalue()) for upload in uploads]
    digest = hashlib.sha256(repr([(name, hashlib.sha256(data).digest()) for name, data in files]).encode())
    ink = st.radio("Ink", list(INK), format_func=lambda name: INK[name][0], horizontal=True)
    inverted = INK[ink][1]
    draft = background_tasks.result_or_stop(
        ("draft", digest.hexdigest(), inverted),
        lambda report: read_readable(files, inverted=inverted, report=report),
    )
    show_draft(draft)


def show_draft(draft: Draft) -> None:
    """What was read, and the button that keeps it."""
    with st.container(border=True):
        st.subheader("This is what is in it", anchor=False)
        classes = words.plain(", ".join(draft.class_names))
        st.write(
            f"{len(draft.train):,} images to learn from, {len(draft.test):,} to test. Classes: {classes}."
        )
        for note in draft.notes:
            st.markdown(f"- {words.plain(note)}")
        some = few_of_each(draft.train, per_class=max(1, SHOWN_OF_A_DRAFT // len(draft.class_names)))
        labels = [draft.class_names[label] for label in draft.train.labels[some]]
        gallery.show(
            draft.train.images[some], key="draft", maximum=draft.maximum, label="Some images of each class",
            names=[f"image labelled {label}" for label in labels], captions=labels,
        )  # fmt: skip
        title = st.text_input("Name it", max_chars=60, placeholder="for example: our class, in May")
        if st.button(
            "Keep and use it",
            type="primary",
            disabled=not title.strip(),
            icon=":material/save:",
        ):
            source = own_datasets.save(draft, title=title, owner=visitor.current())
            state.put_at_next_run("dataset", source.name)
            tab.empty_uploader()
            state.run_again()


with widgets.stable_place():
    show_sources()
show_add_your_own()
if frame.is_spoiled():
    show_spoiled_beside_clean()
