"""The pen beside the canvas: strokes while they are drawn, and the buttons that undo, redo and clear.

The canvas tells of a stroke 210 ms after it has ended. This component lives in the same page, listens to the
pointer itself and sends the stroke in progress, at most eleven times a second and never before the last piece
was answered. Shortly after the pen has come to rest it says so on the page (`pen_rest`), so that what takes longer
(context, images) is worked out then and not at every piece. Where answers take long, both come more seldom. Where the
server is busy, only whole strokes are sent: their answers must not wait for pieces. Where it is full, not even those: the
canvas tells of them a moment later, which is one run of the board in place of two.
What is kept is the canvas's own data (`canvas`), not what is sent from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from pages._shared.server.server_load import Pace

_MOST_STROKES = 50
_MOST_POINTS = 5_000

_CSS = """
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
button {
    flex: 1 1 5rem; min-height: 2.75rem; padding: 0.25rem 0.75rem; font: 1rem var(--st-font, sans-serif);
    color: var(--st-text-color); background: var(--st-secondary-background-color); cursor: pointer;
    border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius, 0.5rem);
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""

_JAVASCRIPT = """
const GAP_MS = 90;       // between two pieces of a stroke
const LOST_MS = 4000;    // an answer that never came, as happens on a busy server: ask again
const SENT_MS = 1500;    // by then the canvas has sent a stroke itself
const REST_MS = 350;     // without a change for so long: the drawing has settled
const GAP_ANSWERS = 2;   // but never sooner than after so many times what the last answer took
const REST_ANSWERS = 3;
const PACED_REST_MS = { pieces: REST_MS, strokes: 1500, canvas: 4000 };

class Pen {
    constructor(parent, data) {
        this.ended = [];          // strokes that the canvas may not have sent yet
        this.current = null;      // points of the stroke in progress: x, y, x, y, ...
        this.number = data.answered;
        this.sentAt = 0;
        this.isAnswered = true;
        this.took = 0;            // the last answer, in ms
        this.downAt = 0;
        this.hasMore = false;
        this.hasInk = true;       // what the server knows from here, maybe of a pen before this one
        this.said = "";           // the moment that was told to those who listen
        this.build(parent);
        const handlers = {
            pointerdown: this.begin, pointermove: this.move, pointerup: this.end, pointercancel: this.end,
            keydown: this.key, pointerover: this.hideToolbar, "digitlab-shown": this.waitForRest,
        };
        this.remove = Object.entries(handlers).map(([name, handler]) => {
            const bound = handler.bind(this);
            document.addEventListener(name, bound, { capture: true, passive: name !== "keydown" });
            return () => document.removeEventListener(name, bound, { capture: true });
        });
    }

    build(parent) {
        const group = document.createElement("div");
        group.className = "buttons";
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", "The drawing");
        for (const [label, keys, act] of [
            ["Undo", "Control+Z", () => this.press("Undo")],
            ["Redo", "Control+Shift+Z", () => this.press("Redo")],
            ["Clear", "Delete", () => this.clear()],
        ]) {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = label;
            button.title = `${label} (${keys.replace("Control", "Ctrl")})`;
            button.setAttribute("aria-keyshortcuts", keys);
            button.onclick = act;
            group.append(button);
        }
        this.spoken = document.createElement("div");
        this.spoken.className = "spoken";
        this.spoken.setAttribute("aria-live", "polite");
        this.nodes = [group, this.spoken];
        this.group = group;
        parent.append(...this.nodes);
    }

    update({ data, setStateValue, setTriggerValue }) {
        if (this.data && this.data.sheet !== data.sheet) this.forget();
        if (!this.data || this.data.moment !== data.moment) this.since = performance.now();
        Object.assign(this, { data, setStateValue, setTriggerValue });
        this.group.dataset.pace = data.pace;
        this.hideToolbar();
        if (!this.isAnswered && data.answered >= this.number) {
            this.took = performance.now() - this.sentAt;
            this.isAnswered = true;
            if (this.hasMore) this.offer();
        }
        this.waitForRest();
    }

    // The canvas lies in a shadow root of its own, inside the container that carries our key.
    root() {
        for (const node of document.querySelectorAll(`.st-key-${this.data.paper} *`)) {
            if (node.shadowRoot?.querySelector(".dc-root")) return node.shadowRoot;
        }
        return null;
    }

    // Its own toolbar lies over the page and shows on hover only; our buttons press it.
    hideToolbar() {
        const root = this.root();
        if (!root || root.querySelector(".digitlab")) return;
        const style = document.createElement("style");
        style.className = "digitlab";
        style.textContent = ".dc-toolbar { display: none !important; } .dc-container { cursor: crosshair; }";
        root.append(style);
    }

    // What was sent last must not come back beside the canvas's own data, which tells of this a moment later.
    press(label) {
        this.forget();
        if (this.hasInk) this.send([], false);
        this.root()?.querySelector(`[aria-label="${label}"]`)?.click();
    }

    clear() {
        if (!this.data.begins_blank) return this.setTriggerValue("clear", true);
        const hadInk = this.hasInk;
        this.press("Reset canvas & history");
        // A busy server may see the next stroke before it sees an empty canvas.
        if (hadInk) this.setTriggerValue("emptied", true);
    }

    forget() {
        this.ended = [];
        this.current = null;
        this.hasMore = false;
    }

    // In whole pixels for a mouse: so the canvas hears of it (mouse events are whole, pointer events are not).
    place(event, points) {
        const box = this.canvas.getBoundingClientRect();
        const scale = this.data.side / box.width;
        const heard = event.pointerType === "mouse" ? Math.floor : (place) => place;
        const [x, y] = [(heard(event.clientX) - box.left) * scale, (heard(event.clientY) - box.top) * scale];
        points.push(Math.round(x * 100) / 100, Math.round(y * 100) / 100);
    }

    begin(event) {
        const canvas = event.composedPath().find((node) => node instanceof HTMLCanvasElement);
        if (!canvas || canvas.getRootNode() !== this.root() || event.button !== 0) return;
        this.canvas = canvas;
        this.current = [];
        this.pointer = event.pointerId;
        this.downAt = performance.now();
        this.place(event, this.current);
    }

    move(event) {
        if (!this.current || event.pointerId !== this.pointer) return;
        this.place(event, this.current);
        this.offer();
    }

    end(event) {
        if (!this.current || event.pointerId !== this.pointer) return;
        this.ended.push({ points: this.current, at: performance.now() });
        this.current = null;
        this.offer();
        this.waitForRest();
    }

    offer() {
        this.hasMore = true;
        const now = performance.now();
        if (!this.isAnswered || (this.current && this.data.pace !== "pieces")) return;
        if (this.data.pace === "canvas" && !this.wasDown) {
            this.hasMore = false;
            return;
        }
        clearTimeout(this.next);
        const due = Math.max(this.sentAt, this.downAt) + Math.max(GAP_MS, GAP_ANSWERS * this.took);
        if (this.current && now < due) {
            this.next = setTimeout(() => this.hasMore && this.offer(), due - now);
            return;
        }
        this.ended = this.ended.filter((stroke) => now - stroke.at < SENT_MS);
        const strokes = this.ended.map((stroke) => stroke.points);
        if (this.current) strokes.push(this.current.slice());
        // The canvas has sent the others itself by now; but half a stroke must not stay the last word.
        if (strokes.length || this.wasDown) this.send(strokes, this.current !== null);
    }

    send(strokes, is_down) {
        this.number += 1;
        Object.assign(this, { sentAt: performance.now(), isAnswered: false, hasMore: false, wasDown: is_down });
        this.hasInk = strokes.length > 0;
        this.setStateValue("piece", { number: this.number, sheet: this.data.sheet, strokes, is_down });
        clearTimeout(this.lost);
        this.lost = setTimeout(() => this.isAnswered || this.askAgain(), LOST_MS);
    }

    // What was drawn before has come from the canvas by now.
    askAgain() {
        this.send(this.current ? [this.current.slice()] : [], this.current !== null);
    }

    // Settled: nothing on the page shows another moment, so its height will not change by itself.
    waitForRest() {
        clearTimeout(this.rest);
        this.group.dataset.settled = false;
        if (this.current) return;
        this.rest = setTimeout(() => {
            if (this.current || !this.isAnswered) return;  // the next update comes back here
            const detail = { moment: this.data.moment, since: this.since, waits: false };
            document.dispatchEvent(new CustomEvent("digitlab-rests", { detail }));
            this.group.dataset.settled = !detail.waits;
            if (this.said === detail.moment) return;
            this.said = detail.moment;
            this.spoken.textContent = this.data.words;
        }, Math.max(PACED_REST_MS[this.data.pace], REST_ANSWERS * this.took));
    }

    key(event) {
        const typing = event.composedPath().some(
            (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
        if (typing || event.altKey) return;
        const key = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey;
        if (control && key === "z") this.press(event.shiftKey ? "Redo" : "Undo");
        else if (control && key === "y") this.press("Redo");
        else if (!control && (key === "delete" || key === "backspace")) this.clear();
        else return;
        event.preventDefault();
    }

    stop() {
        [this.next, this.rest, this.lost].forEach(clearTimeout);
        this.remove.forEach((remove) => remove());
        this.nodes.forEach((node) => node.remove());
    }
}

const pens = new WeakMap();
export default function (component) {
    const { data, parentElement } = component;
    if (!pens.has(parentElement)) pens.set(parentElement, new Pen(parentElement, data));
    pens.get(parentElement).update(component);
    return () => {
        pens.get(parentElement)?.stop();
        pens.delete(parentElement);
    };
}
"""

_component = st.components.v2.component("digitlab_pen", css=_CSS, js=_JAVASCRIPT)


@dataclass(frozen=True)
class Piece:
    """What the pen has sent last: strokes that may not be in the canvas's data yet."""

    number: int = 0
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    is_down: bool = False
    """Whether the last stroke goes on."""


def last_piece(*, key: str, sheet: int) -> Piece:
    """The last piece of this sheet; an empty one where there is none."""
    sent = (st.session_state.get(key) or {}).get("piece")
    number = sent.get("number") if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(number, int):
        return Piece()
    if sent.get("sheet") != sheet:
        return Piece(number)
    return Piece(number, _strokes(sent.get("strokes")), sent.get("is_down") is True)


def show(
    *,
    key: str,
    paper: str,
    side: int,
    sheet: int,
    begins_blank: bool,
    answered: int,
    moment: str,
    spoken: str,
    pace: Pace,
    strokes: int,
    on_clear: Callable[[], None],
    on_emptied: Callable[[], None],
) -> None:
    """The buttons, and the listener on the canvas in the container `paper`; call it after the answer was shown.

    `moment` names what was answered; `strokes` says of how many it is, for who measures (`tests/bench/hand`).
    `on_clear` has to empty a sheet that began with ink; `on_emptied` hears that a blank one was emptied here, of which
    the pen had sent ink: otherwise the canvas alone tells of it.
    """
    data = {
        "paper": paper,
        "side": side,
        "sheet": sheet,
        "begins_blank": begins_blank,
        "answered": answered,
        "moment": moment,
        "words": spoken,
        "pace": pace,
        "strokes": strokes,
    }
    _component(
        key=key,
        data=data,
        on_piece_change=lambda: None,
        on_clear_change=on_clear,
        on_emptied_change=on_emptied,
    )


def _strokes(sent: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Lists x, y, x, y, … as pairs; what is no number, and what is beyond the bounds, is left out."""
    strokes = []
    for flat in sent[:_MOST_STROKES] if isinstance(sent, list) else ():
        numbers = flat[: 2 * _MOST_POINTS] if isinstance(flat, list) else []
        if len(numbers) >= 2 and all(isinstance(n, int | float) and math.isfinite(n) for n in numbers):
            strokes.append(tuple(pair for place, pair in enumerate(pairwise(numbers)) if place % 2 == 0))
    return tuple(strokes)
