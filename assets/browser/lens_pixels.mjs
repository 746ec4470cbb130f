// How numbers inside a network become colours: one colour above 0, another below, the stronger the further from it.

const ABOVE = [124, 77, 208], BELOW = [217, 108, 12]; // purple is more and orange less, as in all pictures

/** Pixels (RGBA) of the values, where `most` is the strongest colour. @param {ArrayLike<number>} values @param {number} most */
export function signedPixels(values, most) {
    const pixels = new Uint8ClampedArray(4 * values.length);
    for (let place = 0; place < values.length; place += 1) {
        const colour = values[place] < 0 ? BELOW : ABOVE;
        for (let part = 0; part < 3; part += 1) pixels[4 * place + part] = colour[part];
        pixels[4 * place + 3] = (255 * Math.abs(values[place])) / most;
    }
    return pixels;
}

/** The same for one value, in words of CSS. @param {number} value @param {number} most */
export function signedColour(value, most) {
    return `rgb(${(value < 0 ? BELOW : ABOVE).join(" ")} / ${(Math.abs(value) / most).toFixed(3)})`;
}

/** The side of each of so many maps on the page. @param {number} count */
export function tilePx(count) {
    return count === 1 ? 96 : count <= 16 ? 60 : count <= 32 ? 30 : 24;
}
