// A confusion matrix whose cells are buttons, where something comes of pressing them.
import { component, element, filled, styleSheet } from "./component.mjs";
import { saveButton } from "./matrix_picture.mjs";
import { inPerCent, matrixTable, sharesOfRows } from "./matrix_table.mjs";
import { followSize } from "./page.mjs";

const css = await styleSheet(new URL("./confusion_matrix.css", import.meta.url));
const BELOW = 44; // what a projector keeps free below it
const SMALLEST = 16, WITH_NUMBERS = 26;

/**
 * @typedef {object} Matrix
 * @property {number[][]} counts
 * @property {(number | null)[][]} shades from 0 to 1; null where a cell is left out
 * @property {string[]} names
 * @property {boolean} in_per_cent whether a cell says its shade
 * @property {boolean} is_pressed whether a cell may be pressed
 * @property {string} cell what a cell is called, with values in braces
 * @property {number} largest how wide a cell may be, in pixels
 * @property {boolean} fills whether it is as high as the screen allows
 * @property {number | null} focus the class whose row and column are framed
 * @property {[number, number] | null} picked the cell that is open
 * @property {string} file what it is called when it is saved as a picture; empty where it cannot be
 */

class ConfusionMatrix {
    constructor({ parentElement, setTriggerValue }) {
        this.setTriggerValue = setTriggerValue;
        this.place = element("div", "matrix");
        this.frames = [element("div", "frame column"), element("div", "frame row")];
        parentElement.append(this.place);
        this.stopFollowing = followSize(this.place, () => this.fit());
    }

    update({ data }) {
        if (data.matrix !== this.sent) {
            this.sent = data.matrix;
            /** @type {Matrix} */
            this.matrix = JSON.parse(this.sent);
            this.shares = sharesOfRows(this.matrix.counts);
            this.table = matrixTable(this.matrix, (...cell) => this.cell(...cell));
            const { file } = this.matrix;
            if (file) this.table.tHead.rows[0].cells[0].append(saveButton(this.table, file));
            this.place.replaceChildren(this.table, ...(this.matrix.focus === null ? [] : this.frames));
        }
        this.fit();
    }

    stop() {
        this.stopFollowing();
        this.place.remove();
    }

    cell(label, answer, count) {
        const { names, cell, picked, is_pressed: isPressed } = this.matrix;
        const share = inPerCent(this.shares[label][answer]), made = element(isPressed ? "button" : "div");
        made.title = filled(cell, { true: names[label], predicted: names[answer], count, share });
        if (!isPressed) return made;
        made.setAttribute("aria-label", made.title);
        made.setAttribute("aria-pressed", String(label === picked?.[0] && answer === picked?.[1]));
        made.addEventListener("click", () => this.setTriggerValue("pressed", [label, answer]));
        return made;
    }

    fit() {
        const { top, width } = this.place.getBoundingClientRect();
        const { names, largest, fills, focus } = this.matrix;
        const room = fills ? Math.min(width, window.innerHeight - top - BELOW) : width;
        const side = Math.max(SMALLEST, Math.min(largest, Math.floor(room / (names.length + 1))));
        this.place.style.setProperty("--cell", `${side}px`);
        this.place.classList.toggle("without_numbers", side < WITH_NUMBERS);
        if (focus !== null) this.#frame(focus, names.length);
    }

    /** Row and column of a class; the frames differ in their lines as well as in their colours. */
    #frame(focus, count) {
        const cell = (row, column) => this.table.tBodies[0].rows[row].cells[column + 1];
        const [column, row] = this.frames;
        lay(column, cell(0, focus), cell(count - 1, focus));
        lay(row, cell(focus, 0), cell(focus, count - 1));
    }
}

function lay(frame, first, last) {
    const width = last.offsetLeft + last.offsetWidth - first.offsetLeft;
    const height = last.offsetTop + last.offsetHeight - first.offsetTop;
    const sides = { left: first.offsetLeft, top: first.offsetTop, width, height };
    for (const [side, px] of Object.entries(sides)) frame.style.setProperty(side, `${px}px`);
}

export default component((call) => new ConfusionMatrix(call), css);
