// A grid of squares that is filled by keyboard, or by a pointer.
import { component, filled, styleSheet } from "./component.mjs";
import { putInk } from "./ink.mjs";
import { SquaresGrid } from "./squares_grid.mjs";

const css = await styleSheet(new URL("./squares.css", import.meta.url));

/** @returns {HTMLElement} */
function made(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
}

class Squares {
    constructor(parent, { side, strokes, sheet, change, square, pen, words }) {
        this.grid = new SquaresGrid(side, JSON.parse(strokes));
        Object.assign(this, { sheet, change, square, pen, words });
        this.board = made("div", { className: "squares", tabIndex: 0 });
        this.board.setAttribute("role", "application");
        this.board.setAttribute("aria-label", filled(words.grid, { side }));
        this.board.style.gridTemplate = `repeat(${side}, 1fr) / repeat(${side}, 1fr)`;
        this.cells = Array.from({ length: side * side }, () => document.createElement("span"));
        this.board.append(...this.cells);
        const help = made("p", { className: "help", textContent: words.help });
        this.spoken = made("div", { className: "spoken" });
        this.spoken.setAttribute("aria-live", "polite");
        const empty = made("button", { type: "button", textContent: words.empty });
        empty.addEventListener("click", () => this.empty());
        this.nodes = [this.board, help, empty, this.spoken];
        parent.append(...this.nodes);
        this.listen();
        this.draw();
        this.show();
    }

    listen() {
        const handlers = {
            keydown: this.key, pointerdown: this.press, pointermove: this.drag,
            pointerup: this.lift, pointercancel: this.lift,
        };
        for (const [name, handler] of Object.entries(handlers)) this.board.addEventListener(name, handler.bind(this));
    }

    /** @param {import("./component.mjs").Component} component */
    update({ setStateValue }) {
        this.setStateValue = setStateValue;
    }

    key(event) {
        if (!SquaresGrid.takes(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        const hasChanged = this.grid.press(event.key, { shift: event.shiftKey });
        this.spoken.textContent = filled(this.grid.isOnInk ? this.words.on_ink : this.words.on_paper, { row: this.grid.y + 1, column: this.grid.x + 1 });
        this.draw();
        if (!hasChanged) return;
        this.follow();
        this.send();
    }

    press(event) {
        this.grid.beginStroke(...this.place(event));
        this.board.setPointerCapture(event.pointerId);
        this.draw();
        this.follow();
    }

    drag(event) {
        if (this.grid.stroke === null) return;
        this.grid.continueStroke(...this.place(event));
        this.draw();
        this.follow();
    }

    lift() {
        if (this.grid.stroke === null) return;
        this.grid.endStroke();
        this.send();
    }

    empty() {
        this.grid.empty();
        this.draw();
        this.follow();
        this.send();
    }

    /** Where the pointer is, in shares of the board. */
    place(event) {
        const box = this.board.getBoundingClientRect();
        return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    }

    /** Something has changed: show it to all on the page that follows the ink. */
    follow() {
        this.change += 1;
        this.show();
    }

    show() {
        const { sheet, change, square, pen } = this;
        putInk({ sheet, change, strokes: this.grid.points(square), canvas: square * this.grid.side, pen });
    }

    send() {
        this.setStateValue("drawn", { change: this.change, strokes: this.grid.strokes });
    }

    stop() {
        this.nodes.forEach((node) => node.remove());
    }

    draw() {
        const inked = this.grid.filled;
        this.cells.forEach((cell, position) => {
            const isHere = position === this.grid.position;
            cell.className = (inked.has(position) ? "ink" : "") + (isHere ? " here" : "");
        });
    }
}

export default component(({ parentElement, data }) => new Squares(parentElement, data), css);
