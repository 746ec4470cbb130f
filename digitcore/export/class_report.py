"""A lesson as one page for its teacher: what was drawn, read and voted; it prints, and needs no server.

Pupils are not named. Only what is on the wall is in it: what the teacher hid or did not approve is left out.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from digitcore import wording

if TYPE_CHECKING:
    from digitcore.lab.polls.polls import Poll
    from digitcore.lab.rooms.room_access import Teacher
    from digitcore.lab.rooms.rounds import Round
    from digitcore.lab.rooms.wall import WallDrawing

_STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 20pt; } h2 { font-size: 14pt; border-top: 1px solid #999; padding-top: 0.5rem; }
section { break-inside: avoid; }
figure { display: inline-block; margin: 0.15rem; text-align: center; font: 8pt sans-serif; }
figure img { display: block; width: 42px; height: 42px; image-rendering: pixelated; border: 2px solid #bbb; }
figure.wrong img { border-color: #c2410c; } figure.wrong { color: #9a3412; font-weight: bold; }
table { border-collapse: collapse; font: 10pt sans-serif; } th, td { padding: 0.15rem 0.5rem; text-align: right; }
td.right { background: #d5eef2; } td.wrong { background: #fbd9c6; } th:first-child { text-align: left; }
@page { margin: 16mm; }
"""


def class_report(teacher: Teacher) -> str:
    """HTML with all pictures in it."""
    from digitcore.lab.polls import polls
    from digitcore.lab.rooms import rooms, rounds, seats, wall

    room = rooms.room_of(teacher)
    drawings = wall.shown(teacher.store, room.id)
    by_round = {each.number: [one for one in drawings if one.round == each.number]
                for each in rounds.listed(teacher.store, room.id)}  # fmt: skip
    parts = [
        _round(each, by_round[each.number])
        for each in rounds.listed(teacher.store, room.id)
        if by_round[each.number]
    ]
    parts += [_poll(teacher, poll) for poll in polls.revealed(teacher.store, room.id)]
    present = seats.presence(teacher.store, room.id)
    pupils = wording.counted(present.seats, "pupil")
    if present.sheets:
        pupils += f", {wording.counted(present.sheets, 'worksheet')}"
    title, day = html.escape(room.title), wording.date(room.created_at)
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>\n'
        f"<h1>{title}</h1><p>{day}, {pupils}, {wording.counted(len(drawings), 'drawing')}.</p>\n"
        + "\n".join(parts)
        + (_confusion(drawings) if drawings else "")
        + "\n</html>\n"
    )


def _round(this_round: Round, drawings: Sequence[WallDrawing]) -> str:
    """What was read; what was not comes first."""
    from digitcore.figures.sprite import sprite_address
    from digitcore.lab.drawings.drawing_files import framed

    in_order = sorted(drawings, key=lambda drawing: drawing.is_read)
    pictures = "".join(
        f'<figure class="{"" if drawing.is_read else "wrong"}">'
        f'<img src="{sprite_address(image[None], maximum=255, columns=1)}" alt="{wording.a(drawing.prompt)}">'
        f"{drawing.true_label} → {drawing.said or '–'}</figure>"
        for drawing, image in zip(in_order, framed(in_order), strict=True)
    )
    read = sum(drawing.is_read for drawing in drawings)
    return f"<h2>Round {this_round.number}: {read:,} of {len(drawings):,} read</h2>\n<div>{pictures}</div>"


def _poll(teacher: Teacher, poll: Poll) -> str:
    """Both votes on each thing."""
    from digitcore.lab.polls import ballots, poll_results, polls

    solution, tally = polls.solution(teacher.store, poll), ballots.tally(teacher.store, poll)
    if solution is None or tally is None:
        return ""
    tables = []
    for item in range(solution.items):
        result = poll_results.of_item(solution, tally, item)
        rows = "".join(
            f"<tr><th>{html.escape(label)}</th>{f'<td>{first}</td>' if solution.is_twice else ''}"
            f'<td class="{"right" if place == result.right else ""}">{last}</td></tr>'
            for place, (label, first, last) in enumerate(
                zip(result.labels, result.first, result.last, strict=True)
            )
        )
        head = "<tr><th></th><th>at first</th><th>after the discussion</th></tr>" if solution.is_twice else ""
        tables.append(f"<p>{html.escape(result.sentence)}</p><table>{head}{rows}</table>")
    return f"<section><h2>{html.escape(solution.text)}</h2>{''.join(tables)}</section>"


def _confusion(drawings: Sequence[WallDrawing]) -> str:
    """What was asked for against what was read; the last column has what was taken for no digit."""
    counts = np.zeros((10, 11), int)
    for drawing in drawings:
        counts[int(drawing.true_label or 0), int(drawing.said) if drawing.said.isdecimal() else 10] += 1
    names = [*map(str, range(10)), "–"]
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "".join(
        f"<tr><th>{asked}</th>"
        + "".join(
            f'<td class="{("right" if asked == read else "wrong") if count else ""}">{count or ""}</td>'
            for read, count in enumerate(row)
        )
        + "</tr>"
        for asked, row in enumerate(counts)
    )
    return (
        "<section><h2>What it took for what</h2><p>Rows: what was drawn. Columns: what it read.</p>"
        f"<table><tr><th></th>{head}</tr>{rows}</table></section>"
    )
