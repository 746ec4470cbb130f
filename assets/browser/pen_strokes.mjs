// The strokes on the sheet, what Undo took from it, and the drawings that the server does not have yet.

/** @typedef {[number, number]} Point */

/**
 * @typedef {object} Message to the server
 * @property {number} sheet
 * @property {number} change how far the sheet has come
 * @property {{ number: number, strokes: number[][] }[]} drawings each stroke as x, y, x, y, …; the last is on the sheet
 */

const MOST_KEPT = 20; // drawings that were finished without a connection

export class PenStrokes {
    /** @type {Point[] | null} the stroke in progress */
    current = null;
    sheet = 0;

    /** A sheet, empty or with strokes that are there to stay. @param {number} sheet @param {Point[][]} strokes */
    begin(sheet, strokes) {
        this.sheet = sheet;
        this.strokes = [...strokes];
        this.firstOwn = strokes.length; // Undo goes back to there
        this.undone = [];
        this.current = null;
        this.change = 0;
        this.sent = 0;
        this.number = 1;
        this.finished = [];
    }

    get isDown() {
        return this.current !== null;
    }

    /** All strokes, the one in progress included. */
    get all() {
        return this.current ? [...this.strokes, this.current] : this.strokes;
    }

    /** Whether the server has not heard of the last change. */
    get isAhead() {
        return this.sent < this.change;
    }

    /** @param {Point} point */
    down(point) {
        // What is drawn after Undo took everything is another drawing; the one before stays stored.
        if (!this.strokes.length && this.undone.length) this.number += 1;
        this.undone = [];
        this.current = [point];
        this.change += 1;
    }

    /** @param {Point} point */
    move(point) {
        this.current.push(point);
        this.change += 1;
    }

    up() {
        this.strokes.push(this.current);
        this.current = null;
        this.change += 1;
    }

    undo() {
        if (this.strokes.length <= this.firstOwn) return;
        this.undone.push(this.strokes.pop());
        this.change += 1;
    }

    redo() {
        if (!this.undone.length) return;
        this.strokes.push(this.undone.pop());
        this.change += 1;
    }

    /** An empty sheet for another drawing. */
    clear() {
        if (this.strokes.length) this.finished = [...this.finished, this.drawing].slice(-MOST_KEPT);
        if (this.strokes.length || this.undone.length) this.number += 1;
        this.strokes = [];
        this.undone = [];
        this.current = null;
        this.change += 1;
    }

    get drawing() {
        return { number: this.number, strokes: this.strokes.map((stroke) => stroke.flat()) };
    }

    /** @returns {Message} */
    get message() {
        return { sheet: this.sheet, change: this.change, drawings: [...this.finished, this.drawing] };
    }

    /** The server has stored the drawings up to this number. @param {number} number */
    isStored(number) {
        this.finished = this.finished.filter((drawing) => drawing.number > number);
    }
}
