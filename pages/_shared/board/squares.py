"""A grid of squares that is filled by keyboard: arrows move, space fills and empties, Shift with an arrow draws a line.

For those who draw with neither mouse nor finger; a pointer works as well. What the squares mean is the caller's.
"""

from __future__ import annotations

import json

import streamlit as st

_CSS = """
.squares {
    display: grid; width: min(100%, 25rem); aspect-ratio: 1; background: #fff; border: 1px solid var(--st-border-color);
    touch-action: none; cursor: crosshair;
}
.squares:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.squares span { border: 0.5px solid #0001; }
.squares span.ink { background: #000; }
.squares:focus span.here { box-shadow: inset 0 0 0 2px #e8590c; }
.help { font: 0.875rem var(--st-font, sans-serif); color: var(--st-text-color); margin: 0.5rem 0; }
button {
    min-height: 2.75rem; padding: 0.25rem 1rem; font: 1rem var(--st-font, sans-serif); color: var(--st-text-color);
    background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color); border-radius: 0.5rem;
    cursor: pointer;
}
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""

_JAVASCRIPT = """
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const known = new WeakMap();

class Squares {
    constructor(parent, side, filled) {
        Object.assign(this, { side, filled: new Set(filled), x: side >> 1, y: side >> 1, stroke: null });
        this.grid = document.createElement("div");
        this.grid.className = "squares";
        this.grid.tabIndex = 0;
        this.grid.setAttribute("role", "application");
        this.grid.setAttribute("aria-label", `Grid of ${side} by ${side} squares. Arrows move, space fills.`);
        this.grid.style.gridTemplate = `repeat(${side}, 1fr) / repeat(${side}, 1fr)`;
        this.cells = Array.from({ length: side * side }, () => document.createElement("span"));
        this.grid.append(...this.cells);
        const help = document.createElement("p");
        help.className = "help";
        help.textContent = "Arrows move, space fills or empties a square, Shift with an arrow draws a line.";
        this.spoken = document.createElement("div");
        this.spoken.className = "spoken";
        this.spoken.setAttribute("aria-live", "polite");
        const empty = document.createElement("button");
        empty.type = "button";
        empty.textContent = "Empty the grid";
        empty.onclick = () => { this.filled.clear(); this.changed(); };
        parent.append(this.grid, help, empty, this.spoken);
        this.grid.addEventListener("keydown", (event) => this.key(event));
        this.grid.addEventListener("pointerdown", (event) => this.press(event));
        this.grid.addEventListener("pointermove", (event) => this.drag(event));
        for (const name of ["pointerup", "pointercancel"]) {
            this.grid.addEventListener(name, () => { if (this.stroke !== null) { this.stroke = null; this.changed(); } });
        }
        this.draw();
    }

    position() { return this.y * this.side + this.x; }

    key(event) {
        const step = STEPS[event.key];
        if (!step && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        if (step) {
            if (event.shiftKey) this.filled.add(this.position());
            this.x = Math.min(this.side - 1, Math.max(0, this.x + step[0]));
            this.y = Math.min(this.side - 1, Math.max(0, this.y + step[1]));
            if (event.shiftKey) this.filled.add(this.position());
        } else if (!this.filled.delete(this.position())) this.filled.add(this.position());
        const state = this.filled.has(this.position()) ? "ink" : "empty";
        this.spoken.textContent = `row ${this.y + 1}, column ${this.x + 1}, ${state}`;
        if (step && !event.shiftKey) this.draw(); else this.changed();
    }

    under(event) {
        const box = this.grid.getBoundingClientRect();
        const place = (at, length) => Math.min(this.side - 1, Math.max(0, Math.floor(at / length * this.side)));
        this.x = place(event.clientX - box.left, box.width);
        this.y = place(event.clientY - box.top, box.height);
        return this.position();
    }

    press(event) {
        const position = this.under(event);
        this.stroke = !this.filled.has(position);
        this.grid.setPointerCapture(event.pointerId);
        this.paint(position);
    }

    drag(event) { if (this.stroke !== null) this.paint(this.under(event)); }

    paint(position) {
        if (this.stroke) this.filled.add(position); else this.filled.delete(position);
        this.draw();
    }

    changed() {
        this.draw();
        this.setStateValue("filled", [...this.filled].sort((a, b) => a - b));
    }

    draw() {
        this.cells.forEach((cell, position) => {
            cell.className = (this.filled.has(position) ? "ink" : "") + (position === this.position() ? " here" : "");
        });
    }
}

export default function (component) {
    const { data, parentElement, setStateValue } = component;
    if (!known.has(parentElement)) {
        known.set(parentElement, new Squares(parentElement, data.side, JSON.parse(data.filled)));
    }
    known.get(parentElement).setStateValue = setStateValue;
}
"""

_component = st.components.v2.component("digitlab_squares", css=_CSS, js=_JAVASCRIPT)


def show(*, key: str, side: int, filled: tuple[int, ...]) -> tuple[int, ...]:
    """The grid, beginning with `filled`; gives the positions, row by row, that are filled now."""
    sent = _component(
        key=key, data={"side": side, "filled": json.dumps(filled)}, on_filled_change=lambda: None
    )
    positions = sent.get("filled")
    if not isinstance(positions, list):
        return filled
    return tuple(place for place in positions if isinstance(place, int) and 0 <= place < side * side)
