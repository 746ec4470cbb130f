"""The plan of the room, to be changed: its parts in another order, one more or less, each with its fields; and as a file."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import streamlit as st

from digitcore import wording
from digitcore.lab.lessons import arranging, conducting, own_plans, plan_text, plans
from digitcore.lab.lessons.new_cards import NEW_CARDS
from digitcore.lab.lessons.own_plans import OWN
from digitcore.lab.lessons.plans import MOST_CARDS, Card, Plan
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom.desk.panels import card_form, lesson_panel
from pages._shared import lab
from pages._shared.controls import session, state, widgets, words


@dataclass
class _Editor:
    """What this tab has open."""

    room: str = ""
    place: int = 0
    before: list[Plan] = field(default_factory=list)
    """The plan before each change, for Undo."""
    files: int = 0
    """How many files were used: the next one has a field of its own."""
    brought: Plan | None = None
    """The plan in the file that was chosen, until it is used."""


def show(teacher: Teacher, room: Room) -> None:
    """The parts on the left, the chosen one on the right; without a plan only the way to bring one."""
    followed = conducting.plan_of(lab.store(), room)
    plan = followed or own_plans.own(lab.store(), room.id)
    if plan is None:
        st.markdown(
            "Begin a lesson above, and change its parts here; or bring a plan that you saved as a file."
        )
    else:
        now = min(room.settings.card, len(plan.cards) - 1) if followed else None
        editor = session.remembered(_Editor)
        if editor.room != room.id:
            editor.room, editor.place = room.id, 0
            editor.before.clear()
        editor.place = min(editor.place, len(plan.cards) - 1)
        left, right = st.columns([2, 3], gap="large")
        with left:
            _parts(teacher, plan, editor, now)
        with right:
            _chosen(teacher, plan, editor, now)
    _files(teacher, plan)


def _parts(teacher: Teacher, plan: Plan, editor: _Editor, now: int | None) -> None:
    st.markdown(f"**{words.plain(plan.title)}**, {plan.minutes} min. Press a part to change it.")
    with st.container(gap="xsmall", key="plan_parts"):
        for place, card in enumerate(plan.cards):
            st.button(
                f"{place + 1}. {words.plain(card.title)} :gray[{card.minutes} min]", key=f"plan_part_{place}",
                icon=":material/play_arrow:" if place == now else None, width="stretch",
                disabled=place == editor.place, on_click=_open, args=(place,),
            )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        widgets.select("plan_kind", "A part more", list(NEW_CARDS), str)
        st.button(
            "Add it below", icon=":material/add:", disabled=len(plan.cards) >= MOST_CARDS,
            on_click=_add, args=(teacher, plan),
        )  # fmt: skip


def _chosen(teacher: Teacher, plan: Plan, editor: _Editor, now: int | None) -> None:
    place, card = editor.place, plan.cards[editor.place]
    last = len(plan.cards) - 1
    with st.container(horizontal=True, gap="small"):
        for label, icon, way, is_end in (
            ("Earlier", "arrow_upward", -1, place == 0), ("Later", "arrow_downward", 1, place == last),
        ):  # fmt: skip
            st.button(
                label,
                icon=f":material/{icon}:",
                disabled=is_end,
                on_click=_move,
                args=(teacher, plan, place, way),
            )
        st.button(
            "Remove", icon=":material/delete:", disabled=place == now or last == 0,
            help="The class is at this part." if place == now else None,
            on_click=_remove, args=(teacher, plan, place),
        )  # fmt: skip
        st.button("Undo", icon=":material/undo:", disabled=not editor.before, on_click=_undo, args=(teacher,))
    st.caption(words.plain(card.does))
    key = f"{place}_{zlib.crc32(plan_text.write(plan).encode())}"  # of this plan: another one has fields of its own
    card_form.show(
        card, key=key,
        keep=lambda changed: _keep(teacher, plan, arranging.with_changed(plan, place, changed)),
    )  # fmt: skip


def _files(teacher: Teacher, plan: Plan | None) -> None:
    """Take the plan away as the text that it is, and bring one back."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="plan_files"):
        if plan is not None:
            st.download_button(
                "Save the plan as a file", plan_text.write(plan), file_name="plan.md", mime="text/markdown",
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip
        with st.popover("Bring a plan", icon=":material/upload_file:"):
            _bring(teacher, plan)


def _bring(teacher: Teacher, plan: Plan | None) -> None:
    editor = session.remembered(_Editor)
    key = f"plan_file_{editor.files}"
    st.markdown("A plan that was saved here, perhaps changed in an editor of texts.")
    st.file_uploader("A plan", type=["md", "txt"], key=key, max_upload_size=1, on_change=_take, args=(key,))
    if brought := editor.brought:
        parts = wording.counted(len(brought.cards), "part")
        st.markdown(f"**{words.plain(brought.title)}**, {parts}, {brought.minutes} min")
        st.button(
            "Use it in this room", icon=":material/check:", on_click=_use, args=(teacher, plan, brought)
        )


@state.in_callback
def _take(key: str) -> None:
    """Read the file that was chosen; nothing of it is used before a press."""
    editor, upload = session.remembered(_Editor), session.widget_value(key)
    editor.brought = None
    if upload is not None:
        editor.brought = plans.read_file(upload.getvalue(), name=OWN, check=_check_page)


def _check_page(card: Card) -> None:
    """Refuse a card that leads where this app has nothing."""
    if card.page:
        lesson_panel.read_link(card.page)


def _keep(teacher: Teacher, before: Plan | None, after: Plan) -> None:
    own_plans.save(teacher, after)
    if before is not None:
        session.remembered(_Editor).before.append(before)


@state.in_callback
def _open(place: int) -> None:
    card_form.refuse_to_lose_changes()
    session.remembered(_Editor).place = place


@state.in_callback
def _add(teacher: Teacher, plan: Plan) -> None:
    card_form.refuse_to_lose_changes()
    editor = session.remembered(_Editor)
    _keep(teacher, plan, arranging.with_one_more(plan, editor.place, NEW_CARDS[state.get("plan_kind")]))
    editor.place += 1


@state.in_callback
def _move(teacher: Teacher, plan: Plan, place: int, way: int) -> None:
    card_form.refuse_to_lose_changes()
    _keep(teacher, plan, arranging.moved(plan, place, way))
    session.remembered(_Editor).place = place + way


@state.in_callback
def _remove(teacher: Teacher, plan: Plan, place: int) -> None:
    card_form.refuse_to_lose_changes()
    _keep(teacher, plan, arranging.without(plan, place))


@state.in_callback
def _undo(teacher: Teacher) -> None:
    card_form.refuse_to_lose_changes()
    own_plans.save(teacher, session.remembered(_Editor).before.pop())


@state.in_callback
def _use(teacher: Teacher, before: Plan | None, brought: Plan) -> None:
    card_form.refuse_to_lose_changes()
    _keep(teacher, before, brought)
    editor = session.remembered(_Editor)
    editor.files, editor.brought = editor.files + 1, None
    state.put("room_plan", OWN)
