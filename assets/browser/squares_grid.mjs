// Which squares of a grid are filled, in which order, and where its cursor stands. Positions count row by row.
//
// Squares that are filled one beside the other are a stroke, so the grid is read as the pen is.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class SquaresGrid {
    /** @param {number} side squares to a row @param {number[][]} strokes lists of positions */
    constructor(side, strokes) {
        this.side = side;
        this.strokes = strokes.map((stroke) => [...stroke]);
        this.x = this.y = side >> 1;
        /** @type {"fills" | "empties" | null} what a stroke of the pointer does, begun on an empty or a filled square */
        this.stroke = null;
    }

    get position() {
        return this.y * this.side + this.x;
    }

    /** The positions that are filled. */
    get filled() {
        return new Set(this.strokes.flat());
    }

    /** The strokes as points in the middle of their squares, each so many pixels wide. @param {number} px */
    points(px) {
        const middle = (place) => (place + 0.5) * px;
        return this.strokes.map((stroke) =>
            stroke.map((position) => [middle(position % this.side), middle(Math.floor(position / this.side))]));
    }

    /** Whether the cursor stands on a square that is filled. */
    get isOnInk() {
        return this.filled.has(this.position);
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
            if (this.filled.has(this.position)) this.#empty();
            else this.#fill();
            return true;
        }
        const [dx, dy] = STEPS[key];
        if (shift) this.#fill();
        this.#moveTo(this.x + dx, this.y + dy);
        if (shift) this.#fill();
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
        this.strokes = [];
    }

    #paint() {
        if (this.stroke === "fills") this.#fill();
        else this.#empty();
    }

    /** Go on with the last stroke where this square is beside its end, or begin another one. */
    #fill() {
        const position = this.position, last = this.strokes.at(-1), end = last?.at(-1);
        if (position === end) return;
        if (last && this.#areBeside(position, end)) last.push(position);
        else if (!this.filled.has(position)) this.strokes.push([position]);
    }

    #areBeside(position, other) {
        const across = (position % this.side) - (other % this.side);
        const down = Math.floor(position / this.side) - Math.floor(other / this.side);
        return Math.max(Math.abs(across), Math.abs(down)) === 1;
    }

    /** Take this square out of all strokes, which fall into pieces there. */
    #empty() {
        const position = this.position;
        this.strokes = this.strokes.flatMap((stroke) => {
            const pieces = [[]];
            for (const place of stroke) {
                if (place === position) pieces.push([]);
                else pieces.at(-1).push(place);
            }
            return pieces.filter((piece) => piece.length);
        });
    }

    #moveTo(x, y) {
        this.x = Math.min(this.side - 1, Math.max(0, x));
        this.y = Math.min(this.side - 1, Math.max(0, y));
    }
}
