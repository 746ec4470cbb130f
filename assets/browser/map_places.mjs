// Where a drawing lies on a map of images: its nearest images on it, and its own place.
import { roundHalfToEven } from "./raster.mjs";

const NEAREST = 5;
const FULL = 255;
const LEAST = 1e-30; // probabilities below count as equal, as in Python's `scores`

/** @typedef {number[]} Place in the units of the map's axes, of which it has two or three */

/** A framed drawing in the whole numbers of the data. @param {Float32Array} framed */
export function asImage(framed) {
    return framed.map(roundHalfToEven);
}

/**
 * The images that are nearest to a drawing, pixel by pixel, the nearest first.
 *
 * @param {Uint8Array} ink of the images, 0 to 255, image after image
 * @param {Float32Array} image the drawing @param {number} maximum the value of full ink in it
 */
export function nearestInPixels(ink, image, maximum) {
    const drawn = Int16Array.from(image, (value) => Math.floor((value * FULL) / maximum));
    return nearest(ink.length / drawn.length, (row) => {
        const begin = row * drawn.length;
        let distance = 0;
        for (let place = 0; place < drawn.length; place += 1) {
            const difference = drawn[place] - ink[begin + place];
            distance += difference * difference;
        }
        return distance;
    });
}

/** The images that are nearest to a place on a flat map. @param {Float32Array} positions x and y of each @param {Place} place */
export function nearestOnMap(positions, [x, y]) {
    return nearest(positions.length / 2, (row) => (positions[2 * row] - x) ** 2 + (positions[2 * row + 1] - y) ** 2);
}

/** @param {number} count @param {(row: number) => number} distanceTo */
function nearest(count, distanceTo) {
    /** @type {{ row: number, distance: number }[]} */
    const found = [];
    for (let row = 0; row < count; row += 1) {
        const distance = distanceTo(row);
        if (found.length === NEAREST && distance >= found[NEAREST - 1].distance) continue;
        const rank = found.findIndex((other) => distance < other.distance);
        found.splice(rank < 0 ? found.length : rank, 0, { row, distance });
        found.length = Math.min(found.length, NEAREST);
    }
    return found.map(({ row }) => row);
}

/** @param {Float32Array} positions @param {number} row @param {number} axes how many the map has @returns {Place} */
export function positionOf(positions, row, axes) {
    return [...positions.subarray(axes * row, axes * (row + 1))];
}

/** The middle of some images on a flat map. @param {number[]} rows @returns {Place} */
export function amid(positions, rows) {
    const middle = (axis) => rows.reduce((sum, row) => sum + positions[2 * row + axis], 0) / rows.length;
    return [middle(0), middle(1)];
}

/**
 * Where values lie along the directions of a map.
 *
 * @param {Float32Array} directions the average, then what each axis is measured along @param {ArrayLike<number>} values
 * @returns {Place}
 */
export function alongDirections(directions, values) {
    const size = values.length, place = Array.from({ length: directions.length / size - 1 }, () => 0);
    for (let at = 0; at < size; at += 1) {
        const difference = values[at] - directions[at];
        for (let axis = 0; axis < place.length; axis += 1) place[axis] += difference * directions[(axis + 1) * size + at];
    }
    return place;
}

/** What the last hidden layer makes of a drawing. @param {import("./drawing_reader.mjs").Reading} reading */
export function hiddenValues({ layers }) {
    return layers.at(-2).values;
}

/** The scores behind its probabilities, with mean 0. @param {import("./drawing_reader.mjs").Reading} reading */
export function scoresOf({ probabilities }) {
    const logarithms = Array.from(probabilities, (share) => Math.log(Math.max(share, LEAST)));
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
    return logarithms.map((value) => value - mean);
}
