// A confusion matrix whose cells are buttons: rows are what an image is, columns what it was called.
import { component, element, filled, styleSheet } from "./component.mjs";
import { followSize } from "./page.mjs";

const css = await styleSheet(new URL("./confusion_matrix.css", import.meta.url));
const BELOW = 44; // what a projector keeps free below it
const SMALLEST = 16, WITH_NUMBERS = 26;

/**
 * @typedef {object} Matrix
 * @property {number[][]} counts
 * @property {string[]} names
 * @property {string} cell what a cell is called, with values in braces
 * @property {number} largest how wide a cell may be, in pixels
 * @property {boolean} fills whether it is as high as the screen allows
 * @property {number | null} focus the class whose row and column are framed
 * @property {[number, number] | null} picked the cell that is open
 */

/** @param {Matrix} matrix @param {(true_: number, called: number) => void} press */
function drawTable({ counts, names, cell: called, picked }, press) {
    const table = element("table"), head = table.createTHead().insertRow();
    head.append(element("td"), ...names.map((name) => Object.assign(element("th"), { textContent: name, scope: "col" })));
    const body = table.createTBody();
    counts.forEach((row, label) => {
        const line = body.insertRow(), total = row.reduce((sum, count) => sum + count, 0) || 1;
        line.append(Object.assign(element("th"), { textContent: names[label], scope: "row" }));
        row.forEach((count, answer) => {
            const button = element("button", cellClass(label, answer, count));
            button.textContent = count ? String(count) : "";
            button.title = filled(called, { true: names[label], predicted: names[answer], count });
            button.setAttribute("aria-label", button.title);
            button.setAttribute("aria-pressed", String(label === picked?.[0] && answer === picked?.[1]));
            button.style.setProperty("--share", `${Math.round(100 * Math.sqrt(count / total))}%`);
            button.addEventListener("click", () => press(label, answer));
            line.insertCell().append(button);
        });
    });
    return table;
}

function cellClass(label, answer, count) {
    if (!count) return "empty";
    return label === answer ? "right" : "wrong";
}

class ConfusionMatrix {
    constructor({ parentElement, setTriggerValue }) {
        this.press = (label, answer) => setTriggerValue("pressed", [label, answer]);
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
            this.table = drawTable(this.matrix, this.press);
            this.place.replaceChildren(this.table, ...(this.matrix.focus === null ? [] : this.frames));
        }
        this.fit();
    }

    stop() {
        this.stopFollowing();
        this.place.remove();
    }

    fit() {
        const { top, width } = this.place.getBoundingClientRect();
        const { counts, names, largest, fills, focus } = this.matrix;
        const room = fills ? Math.min(width, window.innerHeight - top - BELOW) : width;
        const side = Math.max(SMALLEST, Math.min(largest, Math.floor(room / (names.length + 1))));
        this.place.style.setProperty("--cell", `${side}px`);
        this.place.classList.toggle("thousands", Math.max(...counts.flat()) > 999);
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
