// The strokes that the server may not have yet, and when they are sent: one piece at a time, and never before the last
// one was answered. Where answers take long, pieces are rarer.

const GAP_MS = 90;       // between two pieces of a stroke
const LOST_MS = 4000;    // an answer that has not come by then is lost: send again
const SENT_MS = 1500;    // by then the canvas has sent a stroke itself
const GAP_ANSWERS = 2;   // never sooner than after so many times what the last answer took
const REST_ANSWERS = 3;
const REST_MS = { pieces: 350, strokes: 1500, canvas: 4000 };  // without a change for so long: the drawing has settled

/**
 * @typedef {"pieces" | "strokes" | "canvas"} Pace what is sent: strokes while they are drawn, whole strokes only, or
 *     nothing, since the canvas sends each stroke a moment later anyway
 */

/**
 * @typedef {object} Piece
 * @property {number} number
 * @property {number} sheet
 * @property {number[][]} strokes each as x, y, x, y, ...
 * @property {boolean} is_down whether the last stroke goes on
 */

/**
 * @typedef {object} FromServer
 * @property {number} sheet
 * @property {number} answered the number of the newest piece that is answered
 * @property {Pace} pace
 */

export class PenPieces {
    #ended = [];          // strokes that the canvas may not have sent yet
    #hasMore = false;
    #hasInk = true;       // what the server knows from here, maybe of a pen before this one
    #wasDown = false;
    #sentAt = 0;
    #downAt = 0;
    #tookMs = 0;          // the last answer
    #next;
    #lost;

    /**
     * @param {number} answered the server counts on from here
     * @param {(piece: Piece) => void} send
     * @param {() => number} now in milliseconds
     */
    constructor(answered, send, now = () => performance.now()) {
        /** @type {number[] | null} */
        this.current = null;
        this.number = answered;
        this.isAnswered = true;
        this.sendPiece = send;
        this.now = now;
    }

    get isDown() {
        return this.current !== null;
    }

    get hasInk() {
        return this.#hasInk;
    }

    /** How long nothing may change before the drawing has settled. */
    get restMs() {
        return Math.max(REST_MS[this.pace], REST_ANSWERS * this.#tookMs);
    }

    /** @param {FromServer} data */
    update({ sheet, answered, pace }) {
        if (this.sheet !== undefined && this.sheet !== sheet) this.forget();
        Object.assign(this, { sheet, pace });
        if (this.isAnswered || answered < this.number) return;
        this.#tookMs = this.now() - this.#sentAt;
        this.isAnswered = true;
        if (this.#hasMore) this.#offer();
    }

    begin([x, y]) {
        this.current = [x, y];
        this.#downAt = this.now();
    }

    move([x, y]) {
        this.current.push(x, y);
        this.#offer();
    }

    end() {
        this.#ended.push({ points: this.current, at: this.now() });
        this.current = null;
        this.#offer();
    }

    forget() {
        this.#ended = [];
        this.current = null;
        this.#hasMore = false;
    }

    /** What was sent last must not come back beside the canvas's own data, which tells of this a moment later. */
    takeBack() {
        this.forget();
        if (this.#hasInk) this.#send([]);
    }

    stop() {
        clearTimeout(this.#next);
        clearTimeout(this.#lost);
    }

    #offer() {
        this.#hasMore = true;
        if (!this.isAnswered || (this.isDown && this.pace !== "pieces")) return;
        if (this.pace === "canvas" && !this.#wasDown) {
            this.#hasMore = false;
            return;
        }
        clearTimeout(this.#next);
        const now = this.now();
        const due = Math.max(this.#sentAt, this.#downAt) + Math.max(GAP_MS, GAP_ANSWERS * this.#tookMs);
        if (this.isDown && now < due) {
            this.#next = setTimeout(() => this.#hasMore && this.#offer(), due - now);
            return;
        }
        this.#ended = this.#ended.filter((stroke) => now - stroke.at < SENT_MS);
        const strokes = [...this.#ended.map((stroke) => stroke.points), ...this.#goingOn()];
        // The canvas has sent the others itself by now; but half a stroke must not stay the last word.
        if (strokes.length || this.#wasDown) this.#send(strokes);
    }

    #goingOn() {
        return this.isDown ? [this.current.slice()] : [];
    }

    #send(strokes) {
        this.number += 1;
        this.#sentAt = this.now();
        this.isAnswered = this.#hasMore = false;
        this.#wasDown = this.isDown;
        this.#hasInk = strokes.length > 0;
        this.sendPiece({ number: this.number, sheet: this.sheet, strokes, is_down: this.isDown });
        clearTimeout(this.#lost);
        // What was drawn before has come from the canvas by then.
        this.#lost = setTimeout(() => this.isAnswered || this.#send(this.#goingOn()), LOST_MS);
    }
}
