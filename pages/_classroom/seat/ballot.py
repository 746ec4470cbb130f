"""A pupil's ballot in a poll: one thing after the other, changed freely until the vote is closed; then what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.lab.polls import ballots, poll_results, polls
from digitcore.lab.polls.polls import AGAIN, Poll
from digitcore.lab.polls.questions import CHOICE, NUMBER, Question
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from pages._classroom.seat import ten_digits
from pages._shared import lab
from pages._shared.components import gallery
from pages._shared.controls import session, state, widgets, words

_IMAGE_PX, _SMALL_PX, _WIDTH_PX = 196, 96, 320


@dataclass
class _Place:
    poll: str = ""
    item: int = 0


def show(seat: Seat, poll: Poll) -> None:
    """The question while it is voted on; what came of it once that is revealed."""
    solution = polls.solution(lab.store(), poll)
    st.title(words.plain(solution.title_after if solution else poll.question.title), anchor=False)
    if solution is None:
        _vote(seat, poll)
    else:
        _reveal(seat, poll, solution)


def _vote(seat: Seat, poll: Poll) -> None:
    place = _place(poll)
    given = ballots.in_vote(lab.store(), seat, poll, is_second=poll.stage == AGAIN)
    if poll.stage == AGAIN:
        st.markdown(_("**Discuss with your neighbour.** Then press your answer again, or another one."))
        _say_first_answer(seat, poll, place.item)
    if poll.question.is_on_drawings:
        _picture(poll.question, place.item, _IMAGE_PX)
        ten_digits.show(
            f"ballot_{poll.number}", lambda answer: _put(seat, poll, answer), chosen=given.get(place.item), has_none=True
        )  # fmt: skip
        if poll.question.items > 1:
            _steps(poll, place)
    elif poll.question.kind == CHOICE:
        _choices(seat, poll, given.get(0))
    else:
        _number(seat, poll, given.get(0))
    if seat.number in ballots.answered(lab.store(), poll):
        st.caption(_("Answered. You can change it until the vote is closed."))
    else:
        asks_for_number = poll.question.kind == NUMBER
        st.caption(_("Type a number, and send it.") if asks_for_number else _("Press your answer."))


def _say_first_answer(seat: Seat, poll: Poll, item: int) -> None:
    """In words: a button that is marked would look like an answer in this vote."""
    first = ballots.in_vote(lab.store(), seat, poll, is_second=False)
    if item in first:
        st.markdown(_("You said **{answer}**.", answer=_in_words(poll.question, first[item])))


def _place(poll: Poll) -> _Place:
    """Where this tab is in the poll; a new poll begins with its first thing, and so does the second vote."""
    place, name = session.remembered(_Place), f"{poll.room_id}/{poll.number}/{poll.stage}"
    if place.poll != name:
        place.poll, place.item = name, 0
    return place


def _picture(question: Question, item: int, size: int) -> None:
    gallery.show(
        question.images[[item]], key=f"ballot_picture_{item}", maximum=255, label=_("What is voted on"),
        names=[_("drawing {number}", number=item + 1)], size=size,
    )  # fmt: skip


def _choices(seat: Seat, poll: Poll, chosen: int | None) -> None:
    with st.container(width=_WIDTH_PX, gap="small", key="ballot_choices"):
        for answer, text in enumerate(poll.question.choices):
            st.button(
                words.plain(text), key=f"ballot_{poll.number}_{answer}", width="stretch",
                type="primary" if answer == chosen else "secondary", on_click=_put, args=(seat, poll, answer),
            )  # fmt: skip


def _number(seat: Seat, poll: Poll, chosen: int | None) -> None:
    low, high = poll.question.range
    with st.form("ballot_number", border=False, width=_WIDTH_PX):
        widgets.number("poll_number", _("A whole number from {low} to {high}", low=low, high=high), low, high)
        st.form_submit_button(
            _("Send"), type="primary", width="stretch", on_click=_put_number, args=(seat, poll)
        )
    if chosen is not None:
        st.markdown(_("You said **{answer}**.", answer=chosen))


def _steps(poll: Poll, place: _Place) -> None:
    with st.container(horizontal=True, vertical_alignment="center", width=_WIDTH_PX):
        for way, label in ((-1, _("Back")), (1, _("Next"))):
            item = place.item + way
            st.button(
                label, key=f"ballot_step_{way}", width="stretch", disabled=item not in range(poll.question.items),
                on_click=_go, args=(place, item),
            )  # fmt: skip
        st.markdown(
            _("{number} of {count}", number=place.item + 1, count=poll.question.items), width="content"
        )


def _go(place: _Place, item: int) -> None:
    place.item = item


@state.in_callback
def _put(seat: Seat, poll: Poll, answer: int) -> None:
    """Store the answer, and go to the next thing."""
    place = _place(poll)
    ballots.put(lab.store(), seat, poll, place.item, answer)
    place.item = min(place.item + 1, poll.question.items - 1)


@state.in_callback
def _put_number(seat: Seat, poll: Poll) -> None:
    number = state.get("poll_number")
    if number is not None:
        ballots.put(lab.store(), seat, poll, 0, int(number))


def _reveal(seat: Seat, poll: Poll, solution: Question) -> None:
    first = ballots.in_vote(lab.store(), seat, poll, is_second=False)
    last = ballots.of_seat(lab.store(), seat, poll)
    tally = ballots.tally(lab.store(), poll)
    for item in range(solution.items if tally else 0):
        assert tally is not None
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            if solution.is_on_drawings:
                with st.container(width="content"):
                    _picture(solution, item, _SMALL_PX)
            sentences = (
                words.plain(poll_results.of_item(solution, tally, item).sentence),
                _right_answer(solution),
                _own_answer(solution, first.get(item), last.get(item)),
            )
            st.markdown(" ".join(filter(None, sentences)))


def _right_answer(solution: Question) -> str:
    """Of a choice; of drawings the sentence has it."""
    if solution.right is None:
        return ""
    return _("Right: **{answer}**.", answer=_in_words(solution, solution.right))


def _own_answer(solution: Question, first: int | None, last: int | None) -> str:
    if last is None:
        return _("You did not answer.")
    if first is None or first == last:
        return _("You said **{answer}**.", answer=_in_words(solution, last))
    return _(
        "You said **{before}**, then **{answer}**.",
        before=_in_words(solution, first), answer=_in_words(solution, last),
    )  # fmt: skip


def _in_words(solution: Question, answer: int) -> str:
    return words.plain(poll_results.answer_in_words(solution, answer))
