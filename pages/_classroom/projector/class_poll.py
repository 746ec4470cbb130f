"""A screen of the projector: what the class votes on, how many did, and once it is revealed both votes side by side.

Before the reveal nothing here knows what is right, what the model read, or how the class voted: `polls` and `ballots` give it
to nobody.
"""

from __future__ import annotations

import html

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.figures.sprite import sprite_address
from digitcore.lab.polls import ballots, poll_results, polls
from digitcore.lab.polls.ballots import Tally
from digitcore.lab.polls.polls import AGAIN, Poll
from digitcore.lab.polls.questions import Question
from digitcore.lab.rooms import seats
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from pages._shared import lab


def show(snapshot: WallView) -> None:
    """The question as it stands."""
    poll = polls.on_wall(lab.store(), snapshot.room.id)
    if poll is None:
        st.header(_("Nothing to vote on yet."), anchor=False)
        st.markdown(f"### {_('Your teacher asks the next question.')}")
        return
    solution = tally = None
    if not poll.takes_votes:
        solution, tally = polls.solution(lab.store(), poll), ballots.tally(lab.store(), poll)
    title = solution.title_after if solution else poll.question.title
    st.html(f'<h1 class="poll_question">{html.escape(title)}</h1>')
    if solution is None or tally is None:
        _ask(poll)
    else:
        _reveal(solution, tally)


def _ask(poll: Poll) -> None:
    pictures = "".join(
        f"<figure>{_picture(image)}{f'<figcaption>{place}</figcaption>' if poll.question.items > 1 else ''}</figure>"
        for place, image in enumerate(poll.question.images, 1)
    )
    answers = "".join(f"<li>{html.escape(answer)}</li>" for answer in poll.question.choices)
    voted = len(ballots.answered(lab.store(), poll))
    sitting = seats.presence(lab.store(), poll.room_id).seats
    what = (
        _("Discuss with your neighbour, then vote again.")
        if poll.stage == AGAIN
        else _("Answer on your phone.")
    )
    answered = _("<b>{count} of {sitting}</b> have answered", count=voted, sitting=sitting)
    st.html(
        f'<div class="poll_pictures">{pictures}</div><ol class="poll_answers">{answers}</ol>'
        f'<div class="poll_status"><span>{what}</span><span>{answered}</span></div>'
    )


def _reveal(solution: Question, tally: Tally) -> None:
    items = "".join(_item(solution, tally, item) for item in range(solution.items))
    st.html(f'<div class="poll_items">{items}</div>')


def _item(solution: Question, tally: Tally, item: int) -> str:
    """A picture with what came of it, and how often each answer was given."""
    result = poll_results.of_item(solution, tally, item)
    picture = _picture(solution.images[item]) if solution.is_on_drawings else ""
    votes = [(_("at first"), result.first), (_("after you discussed"), result.last)][
        0 if solution.is_twice else 1 :
    ]
    head = "".join(f"<th>{name if solution.is_twice else ''}</th>" for name, counts in votes)
    most = max(1, int(result.first.max(initial=0)), int(result.last.max(initial=0)))
    rows = "".join(
        f'<tr class="{"right" if place == result.right else ""}"><th>{html.escape(label)}</th>'
        + "".join(_bar(int(counts[place]), most) for name, counts in votes)
        + "</tr>"
        for place, label in enumerate(result.labels)
    )
    return (
        f'<section class="poll_item">{picture}<p>{html.escape(result.sentence)}</p>'
        f'<table class="poll_bars"><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table></section>'
    )


def _bar(count: int, most: int) -> str:
    width = (
        f"calc((100% - 2.75rem) * {count / most:.3f})"  # the rest is for the number, which stays in one piece
    )
    return f'<td><div><span style="width:{width}"></span><b>{count or ""}</b></div></td>'


def _picture(image: NDArray[np.uint8]) -> str:
    return f'<img src="{sprite_address(image[None], maximum=255, columns=1)}" alt="{_("a drawing")}">'
