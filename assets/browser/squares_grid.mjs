// Which squares of a grid are filled, and where its cursor stands. Positions count row by row.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class SquaresGrid {
    /** @param {number} side squares to a row @param {number[]} filled positions */
    constructor(side, filled) {
        this.side = side;
        this.filled = new Set(filled);
        this.x = this.y = side >> 1;
        /** @type {"fills" | "empties" | null} what a stroke of the pointer does, begun on an empty or a filled square */
        this.stroke = null;
    }

    get position() {
        return this.y * this.side + this.x;
    }

    /** The positions that are filled, in their order. */
    get positions() {
        return [...this.filled].sort((one, other) => one - other);
    }

    /** What the cursor stands on, in words. */
    get words() {
        return `row ${this.y + 1}, column ${this.x + 1}, ${this.filled.has(this.position) ? "ink" : "empty"}`;
    }

    /** Whether the grid has a use for this key. */
    static takes(key) {
        return key === " " || Object.hasOwn(STEPS, key);
    }

    /**
     * Arrows move, the space bar fills or empties, an arrow with Shift draws a line.
     *
     * @returns {boolean} whether squares may have changed
     */
    press(key, { shift = false } = {}) {
        if (key === " ") {
            if (!this.filled.delete(this.position)) this.filled.add(this.position);
            return true;
        }
        const [dx, dy] = STEPS[key];
        if (shift) this.filled.add(this.position);
        this.#moveTo(this.x + dx, this.y + dy);
        if (shift) this.filled.add(this.position);
        return shift;
    }

    /** Begin a stroke at a place, given in shares of the grid's width and height. */
    beginStroke(x, y) {
        this.#moveTo(Math.floor(x * this.side), Math.floor(y * this.side));
        this.stroke = this.filled.has(this.position) ? "empties" : "fills";
        this.#paint();
    }

    continueStroke(x, y) {
        this.#moveTo(Math.floor(x * this.side), Math.floor(y * this.side));
        this.#paint();
    }

    endStroke() {
        this.stroke = null;
    }

    empty() {
        this.filled.clear();
    }

    #paint() {
        if (this.stroke === "fills") this.filled.add(this.position);
        else this.filled.delete(this.position);
    }

    #moveTo(x, y) {
        this.x = Math.min(this.side - 1, Math.max(0, x));
        this.y = Math.min(this.side - 1, Math.max(0, y));
    }
}
