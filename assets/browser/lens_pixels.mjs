// How numbers inside a network become colours: one colour above 0, another below, the stronger the further from it.

const ABOVE = [124, 77, 208], BELOW = [217, 108, 12]; // purple is more and orange less, as in all pictures

/**
 * Pixels (RGBA) of every `step`-th value, where `most` is the strongest colour.
 *
 * @param {ArrayLike<number>} values @param {number} most
 * @param {{ from?: number, step?: number, into?: Uint8ClampedArray, at?: number }} [places] `into` these pixels, from `at` on
 */
export function signedPixels(values, most, { from = 0, step = 1, into = new Uint8ClampedArray(4 * values.length), at = 0 } = {}) {
    for (let place = from, to = at; place < values.length; place += step, to += 4) {
        const [red, green, blue] = values[place] < 0 ? BELOW : ABOVE;
        into[to] = red;
        into[to + 1] = green;
        into[to + 2] = blue;
        into[to + 3] = (255 * Math.abs(values[place])) / most;
    }
    return into;
}

/** The same for one value, in words of CSS. @param {number} value @param {number} most */
export function signedColour(value, most) {
    return `rgb(${(value < 0 ? BELOW : ABOVE).join(" ")} / ${(Math.abs(value) / most).toFixed(3)})`;
}

/** The side of each of so many maps on the page. @param {number} count */
export function tilePx(count) {
    return count === 1 ? 96 : count <= 16 ? 60 : count <= 32 ? 30 : 24;
}
