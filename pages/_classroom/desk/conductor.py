"""The plan of the lesson: the card the class is at, and one large button that leads on."""

from __future__ import annotations

import html

import streamlit as st

from digitcore.export.lesson_page import lesson_page
from digitcore.lab.lessons import conducting, own_plans, pacing, plans
from digitcore.lab.lessons.own_plans import OWN
from digitcore.lab.lessons.plans import Card, Plan
from digitcore.lab.polls import ballots, polls
from digitcore.lab.polls.polls import Poll
from digitcore.lab.rooms import class_training, rooms, rounds, seats, wall
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.rounds import Round
from pages._classroom import timer
from pages._classroom.desk.panels import training_panel
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, widgets, words
from pages._shared.server import room_news


def show(teacher: Teacher, room: Room) -> None:
    """The card, or the choice of a plan; where a round or a vote is open, the one button that leads it on."""
    with st.container(border=True, key="conductor"):
        _live(teacher, room.call_version)
        with widgets.stable_place():
            if conducting.plan_of(lab.store(), room) is None and not conducting.next_step(teacher):
                _offer(teacher)


def _offer(teacher: Teacher) -> None:
    own = own_plans.own(lab.store(), teacher.room_id)
    offered = plans.shipped() | ({OWN: own} if own else {})
    st.subheader("Begin a lesson", anchor=False)
    chosen = widgets.select(
        "room_plan", "A lesson with a plan", list(offered),
        lambda name: f"{'Yours: ' if name == OWN else ''}{offered[name].title} ({offered[name].minutes} min)",
    )  # fmt: skip
    st.button("Begin", icon=":material/play_arrow:", type="primary", on_click=_begin, args=(teacher, chosen))
    st.caption(words.plain(offered[chosen].words))


@polling.with_room(1.0)
def _live(teacher: Teacher, shown: int) -> None:
    """`shown` is the version that the rest of the desk shows: where it changed, all of the desk follows."""
    with frame.errors_as_sentences():
        room = rooms.room_of(teacher)  # raises once the desk has a new link
        if room.call_version != shown:
            state.run_again()
        plan, card = conducting.plan_of(lab.store(), room), conducting.card_of(lab.store(), room)
        step = conducting.next_step(teacher)
        if plan is not None and card is not None:
            _card(room, plan, card)
        if plan is not None or step:
            _buttons(teacher, room, plan, step)
        with widgets.stable_place():  # below the buttons, which stay in their place when it goes
            _say_how_far(room)


def _card(room: Room, plan: Plan, card: Card) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{words.plain(plan.title)} · {room.settings.card + 1} of {len(plan.cards)} · about {card.minutes} min"
        )
        timer.show(room, key="desk_timer")
    st.subheader(words.plain(card.title), anchor=False)
    st.html(f'<div class="card_words">{html.escape(card.words).replace(chr(10), "<br>")}</div>')


def _say_how_far(room: Room) -> None:
    """How many drew or answered, while a round or a vote is open; how far the class's training is."""
    poll, current = polls.current(lab.store(), room.id), rounds.latest(lab.store(), room.id)
    if poll is not None and poll.takes_votes:
        _say_how_many_voted(poll)
    elif current is not None and current.is_open:
        _say_how_many_drew(current)
    elif (pair := class_training.latest(lab.store(), room)) and not pair.is_over:
        done = sum(run.epochs_done for run in pair.both)
        wanted = sum(run.epochs_wanted or 0 for run in pair.both)
        st.markdown(
            f"**It trains: {done} of {wanted} epochs.** Press the button once the wall says what came of it."
        )
        room_news.run_soon(1.0)


def _way_on(plan: Plan | None, room: Room, step: str) -> tuple[str, str]:
    """What the large button says, and its icon."""
    if step == conducting.NEXT and plan is not None:
        return f"Next: {words.plain(plan.cards[room.settings.card + 1].title)}", "arrow_forward"
    return {
        conducting.VOTE_AGAIN: ("Discuss and vote again", "forum"),
        conducting.REVEAL: ("Reveal", "visibility"),
        conducting.CLOSE: ("Close the round", "stop"),
        conducting.TRAIN: ("Close the vote and train", "school"),
    }[step]


def _say_how_many_voted(poll: Poll) -> None:
    sitting = seats.presence(lab.store(), poll.room_id).seats
    st.markdown(f"**{len(ballots.answered(lab.store(), poll))} of {sitting}** have answered.")


def _say_how_many_drew(current: Round) -> None:
    drawn = wall.progress(lab.store(), current)
    sitting = seats.presence(lab.store(), current.room_id).seats
    wanted = sitting * current.count
    theirs = f" all of theirs: {drawn.drawings} of {wanted} drawings" if current.count > 1 else ""
    st.markdown(f"**{drawn.seats} of {sitting}** have drawn{theirs}.")


def _buttons(teacher: Teacher, room: Room, plan: Plan | None, step: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if step:
            label, icon = _way_on(plan, room, step)
            st.button(
                label, key="conduct_on", icon=f":material/{icon}:", type="primary", width="stretch",
                on_click=_proceed, args=(teacher,),
            )  # fmt: skip
        if room.settings.is_paused:
            st.button(
                "End the pause",
                key="conduct_pause",
                icon=":material/play_arrow:",
                on_click=_go_on,
                args=(teacher,),
            )
        else:
            st.button("Pause", key="conduct_pause", icon=":material/pause:", on_click=_pause, args=(teacher,))
        if plan is not None:
            _other_parts(teacher, plan, room.settings.card)


def _other_parts(teacher: Teacher, plan: Plan, number: int) -> None:
    with st.popover("Back", icon=":material/arrow_back:", disabled=number == 0):
        before = plan.cards[max(0, number - 1)]
        st.markdown(
            f"*{words.plain(before.title)}* begins anew: the class draws or votes in it once more. What was drawn stays."
        )
        st.button("Begin it anew", key="conduct_back", on_click=_go_to, args=(teacher, number - 1))
    with st.popover("All parts", icon=":material/list:"):
        for place, other in enumerate(plan.cards):
            st.button(
                f"{place + 1}. {words.plain(other.title)}", key=f"conduct_to_{place}", disabled=place == number,
                width="stretch", on_click=_go_to, args=(teacher, place),
            )  # fmt: skip
        st.download_button(
            "Page for the teacher", lesson_page(plan), file_name=f"{plan.name}.html", mime="text/html",
            icon=":material/print:", width="stretch", on_click="ignore",
        )  # fmt: skip
        st.button("Leave the plan", icon=":material/close:", on_click=_leave, args=(teacher,))


@state.in_callback
def _begin(teacher: Teacher, name: str) -> None:
    conducting.begin(teacher, name)


@state.in_callback
def _proceed(teacher: Teacher) -> None:
    if network := conducting.proceed(teacher):
        training_panel.want(network, rooms.room_of(teacher).version)


@state.in_callback
def _pause(teacher: Teacher) -> None:
    pacing.pause(teacher)


@state.in_callback
def _go_on(teacher: Teacher) -> None:
    pacing.go_on(teacher)


@state.in_callback
def _go_to(teacher: Teacher, number: int) -> None:
    conducting.go_to(teacher, number)


@state.in_callback
def _leave(teacher: Teacher) -> None:
    conducting.leave(teacher)
