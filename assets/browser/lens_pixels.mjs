// How numbers inside a network become colours: one colour above 0, another below, the stronger the further from it.

const ABOVE = [124, 77, 208], BELOW = [217, 108, 12]; // purple is more and orange less, as in all pictures

/**
 * Pixels (RGBA) of every `step`-th value, where `most` is the strongest colour.
 *
 * @param {ArrayLike<number>} values @param {number} most @param {{ from?: number, step?: number }} [places]
 */
export function signedPixels(values, most, { from = 0, step = 1 } = {}) {
    const pixels = new Uint8ClampedArray(4 * Math.ceil((values.length - from) / step));
    for (let place = from, to = 0; place < values.length; place += step, to += 4) {
        const [red, green, blue] = values[place] < 0 ? BELOW : ABOVE;
        pixels[to] = red;
        pixels[to + 1] = green;
        pixels[to + 2] = blue;
        pixels[to + 3] = (255 * Math.abs(values[place])) / most;
    }
    return pixels;
}

/** The side of each of so many maps on the page. @param {number} count */
export function tilePx(count) {
    return count === 1 ? 96 : count <= 16 ? 60 : count <= 32 ? 30 : 24;
}
