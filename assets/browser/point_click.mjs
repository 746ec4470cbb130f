// When a click on a chart's point counts.

const MOST_MOVED_PX = 6;

/** @typedef {{ x: number, y: number }} Place */

/**
 * In 3-D Plotly reports a click when the button goes down. Taking the chart away before it is up again breaks its
 * camera, and the press may yet become a turn: so the click counts when the pointer goes up where it went down.
 */
export class PointClick {
    /** @type {Place | null} */
    #pressedAt = null;
    /** @type {number | null} */
    #point = null;
    #hasMoved = false;

    /** @param {Place} place */
    press(place) {
        this.#pressedAt = place;
        this.#hasMoved = false;
    }

    /**
     * Plotly reports a click: on a flat chart after the button is up, also where the pointer was dragged.
     *
     * @param {number} point
     * @returns {number | null} the point, if the click counts at once: no button is down, and the pointer stayed
     */
    click(point) {
        if (!this.#pressedAt) return this.#hasMoved ? null : point;
        this.#point = point;
        return null;
    }

    /**
     * @param {Place} place
     * @returns {number | null} the point whose click counts now
     */
    release(place) {
        const from = this.#pressedAt, point = this.#point;
        this.drop();
        this.#hasMoved = from !== null && Math.hypot(place.x - from.x, place.y - from.y) > MOST_MOVED_PX;
        return this.#hasMoved ? null : point;
    }

    drop() {
        this.#pressedAt = this.#point = null;
    }
}

const SECOND_PRESS_WITHIN_MS = 350; // the chart takes 300 to be a double one

/** A press that waits whether another one follows, since two mean something else: on a map, that all of it is shown. */
export class SinglePress {
    #waiting = null;
    #isDouble = false;

    /** @param {() => void} act what one press does */
    press(act) {
        clearTimeout(this.#waiting);
        if (!this.#isDouble) this.#waiting = setTimeout(act, SECOND_PRESS_WITHIN_MS);
    }

    /** Plotly reports a double press, and right after that the second one by itself. */
    double() {
        clearTimeout(this.#waiting);
        this.#isDouble = true;
        setTimeout(() => { this.#isDouble = false; }, 0);
    }
}
