"""Ready for class: what a lesson needs from this machine, green or red, and what to do."""

import streamlit as st

from digitcore import reachable, wording
from digitcore.figures.qr import qr_address
from digitcore.lab.maintenance.readiness import checks
from digitcore.lab.maintenance.readiness.checks import Readiness
from digitcore.lab.maintenance.readiness.class_setup import PORT, ClassSetup
from digitcore.lab.maintenance.report import CheckResult
from digitcore.progress import Progress, Report
from pages._shared import background_tasks, frame, models
from pages._shared.board import canvas
from pages._shared.board.sheet import try_sheet
from pages._shared.components import polling
from pages._shared.controls import words
from pages._shared.server import own_address, phone_check

frame.guard(__file__)
frame.heading(
    "Ready for class?",
    "What a lesson needs from this machine. Look before the class comes in, and do what a red line says.",
)

STATES = {
    True: (":green[:material/check_circle:]", "ready"),
    False: (":red[:material/cancel:]", "not ready"),
    None: (":gray[:material/do_not_disturb_on:]", "not checked"),
}
"""What a line begins with: a mark, and the same in words."""
WORK = "ready for class"
BOX_PX = 200
BRUSH = "medium"


def make_checks(report: Report) -> Readiness:
    """All checks, in a task."""
    report(Progress("Making ready to time a training", 0, len(checks.CHECKS), "checks"))
    models.wait_for_tensorflow()  # an epoch is timed where none was yet
    setup, last = ClassSetup(port=int(st.get_option("server.port") or PORT)), _last()
    last[:] = [checks.check(setup, before=last[0] if last else None, report=report)]
    return last[0]


@st.cache_resource(show_spinner=False)
def _last() -> list[Readiness]:
    """What was found last on this server, for the task that checks again; empty before."""
    return []


def show_box() -> ClassSetup:
    """A canvas to try; gives what it has heard."""
    sheet = try_sheet()
    canvas.take_ink(sheet, brush=BRUSH, side=BOX_PX, keep=lambda: None)
    st.markdown("**Draw a stroke here**, with what the class will draw with: a phone, a pen, a mouse.")
    canvas.show(sheet, paper="white", brush=BRUSH, side=BOX_PX, key="check_canvas", on_clear=sheet.turn)
    return ClassSetup(drawing=sheet.drawing)


@polling.every(2.0)
def show_phones() -> None:
    """The way to the page that tests a phone, and how many passed: a number, and nothing about them."""
    with frame.errors_as_sentences():
        address = reachable.testing(own_address.for_telephones())
        st.markdown("**Test a phone** in five seconds:")
        st.html(f'<img src="{qr_address(address)}" width="{BOX_PX}" alt="QR code of the address below">')
        st.caption(words.plain(address))
        passed, failed = phone_check.COUNT.lately()
        more = f" {failed} did not." if failed else ""
        st.markdown(
            f"**{wording.counted(passed, 'phone')} passed** lately.{more}"
            if passed or failed
            else "No phone was tested lately."
        )


def show_verdict(readiness: Readiness) -> None:
    """All of it in one line, when it was made, and a button to make it again."""
    failed, unknown = (
        ", ".join(result.check.title for result in results)
        for results in (readiness.failed, readiness.unknown)
    )
    if failed:
        st.subheader(f"{STATES[False][0]} Not ready: {failed}", anchor=False)
    elif unknown:
        st.subheader(f"{STATES[None][0]} No fault found. Not checked: {unknown}", anchor=False)
    else:
        st.subheader(f"{STATES[True][0]} Ready for class", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Check again",
            key="check_again",
            icon=":material/refresh:",
            on_click=background_tasks.restart,
            args=(WORK,),
        )
        st.caption(
            f"Checked on {readiness.made_at:%A at %H:%M:%S}, by the server's clock. Times are measured at most once a minute.",
            width="content",
        )


def show_line(line: CheckResult[ClassSetup]) -> None:
    """One check: its state in a mark and in words, what was found, and what to do."""
    mark, state_words = STATES[line.finding.ok]
    value, advice = words.plain(line.finding.value), words.plain(line.finding.advice)
    what_to_do = f"  \n:material/arrow_forward: {advice}" if advice else ""
    st.markdown(f"{mark} **{line.check.title}** – {state_words}. {value}{what_to_do}")


with st.container(horizontal=True, gap="large"):
    left = st.container(width="stretch", gap="small")
    right = st.container(width=BOX_PX)
with right:
    setup = show_box()
    show_phones()
with left:
    readiness = background_tasks.result_or_none(WORK, make_checks)
    if readiness is not None:
        readiness = checks.with_canvas(readiness, setup)
        show_verdict(readiness)
        for line in readiness.results:
            show_line(line)
    st.caption("If nothing can be trained in the lesson, there is a run that was recorded.")
    st.page_link(
        "pages/train.py", label="Watch a recorded run", icon=":material/smart_display:",
        query_params={"run": "recording"},
    )  # fmt: skip
