// From strokes to the image that a model sees: the twin of `digitcore/data/ink` (`placing` and `framed`).
//
// Only what a drawing with all its steps needs; pictures, and steps that are switched off, stay with the server.

import { rasterise, roundHalfToEven } from "./raster.mjs";

const round = Math.fround;
const BAR = 0.2; // what is narrower than this share of its height is not stretched
const FLATTEST = 0.02; // no side counts as shorter than this share of the other
const END_SHARE = 0.06; // top and bottom of a drawing, as shares of its height
const MOST_SLANT = 0.7; // sideways for each step down
const TIE = 1e-4; // a drawing that lies exactly between two pixels is moved to the upper left one
const TINY = round(1e-6);

/**
 * How a dataset places a digit in its images, as `digitcore/data/ink/framings.py` declares it.
 *
 * @typedef {object} Framing
 * @property {number} side pixels to a row
 * @property {number} maximum the value of full ink
 * @property {number} box longest side of the ink, or its height where `width` is given, in dots
 * @property {number} pen width of the pen in dots, or where to begin if `ink_share` decides
 * @property {number | null} width ink is stretched to so many dots
 * @property {number | null} ink_share share of the image that the pen is to cover
 * @property {number} dots a pixel is counted from so many dots each way
 * @property {string[]} steps
 */

/**
 * The image, row by row, in 0..maximum; blank where nothing is drawn.
 *
 * @param {number[][][]} strokes lists of points [x, y], in any unit
 * @param {Framing} framing
 */
export function frame(strokes, framing) {
    const { side, maximum, dots } = framing;
    let lines = strokes.filter((stroke) => stroke.length).map((stroke) => Float32Array.from(stroke.flat()));
    if (!lines.length) return new Float32Array(side * side);
    if (framing.steps.includes("upright")) lines = setUpright(lines);
    let image = redraw(lines, framing);
    if (dots > 1) image = countDots(image, side, dots);
    if (framing.steps.includes("centre")) image = centreMass(image, side);
    return image.map((share) => round(share * maximum));
}

/** The middle lines scaled, and drawn with the framing's pen. */
function redraw(lines, framing) {
    const side = framing.side * framing.dots, pen = round(framing.pen);
    const image = rasterise(fitToBox(lines, framing, pen), pen / 2, side);
    if (framing.ink_share === null) return image;
    // Once more with a pen as much wider as there was too little ink: then the share is right within a twentieth.
    const share = image.filter((ink) => ink >= 0.5).length / image.length;
    const wider = Math.min(3, Math.max(1 / 3, framing.ink_share / Math.max(share, 0.01)));
    const better = round(pen * wider);
    return rasterise(fitToBox(lines, framing, better), better / 2, side);
}

/** The lines so large that their ink, with a pen of this width, fills the box in the middle of the image. */
function fitToBox(lines, { side, dots, box, width }, pen) {
    const { low, high } = corners(lines);
    const sizes = [round(high[0] - low[0]), round(high[1] - low[1])];
    const scales = scalesToBox(sizes, round(box - pen), box, width);
    const middle = [0, 1].map((axis) => round(round(low[axis] + high[axis]) / 2));
    const centre = (side * dots) / 2;
    return lines.map((line) =>
        line.map((value, place) => round(round(round(value - middle[place % 2]) * scales[place % 2]) + centre)));
}

function scalesToBox(sizes, room, box, width) {
    const least = Math.max(round(round(FLATTEST) * Math.max(...sizes)), TINY);
    const [across, down] = sizes.map((size) => Math.max(size, least));
    if (width === null) {
        const scale = round(room / Math.max(across, down));
        return [scale, scale];
    }
    const y = round(room / down);
    const stretched = round(Math.max(round(room - (box - width)), 1) / across);
    return [across < round(round(BAR) * down) ? y : stretched, y];
}

/** Sheared until the left ends of top and bottom stand above each other. */
function setUpright(lines) {
    const { low, high } = corners(lines);
    const height = Math.max(round(high[1] - low[1]), TINY);
    const band = round(round(END_SHARE) * height);
    const top = leftEnd(lines, (y) => y <= round(low[1] + band));
    const bottom = leftEnd(lines, (y) => y >= round(high[1] - band));
    const slant = Math.min(round(MOST_SLANT), Math.max(-round(MOST_SLANT), round(round(bottom - top) / height)));
    return lines.map((line) =>
        line.map((value, place) => (place % 2 ? value : round(value - round(slant * line[place + 1])))));
}

function leftEnd(lines, isEnd) {
    let left = Infinity;
    for (const line of lines) {
        for (let place = 0; place < line.length; place += 2) {
            if (isEnd(line[place + 1])) left = Math.min(left, line[place]);
        }
    }
    return left;
}

function corners(lines) {
    const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
    for (const line of lines) {
        line.forEach((value, place) => {
            low[place % 2] = Math.min(low[place % 2], value);
            high[place % 2] = Math.max(high[place % 2], value);
        });
    }
    return { low, high };
}

/** Each pixel's share of dots that are ink. */
function countDots(image, side, dots) {
    const pixels = new Float32Array(side * side);
    image.forEach((ink, place) => {
        if (ink < 0.5) return;
        const row = Math.floor(place / (side * dots) / dots), column = Math.floor((place % (side * dots)) / dots);
        pixels[row * side + column] += 1 / (dots * dots);
    });
    return pixels;
}

/** Moved by whole pixels until the ink's centre of mass lies in pixel side / 2; never over the edge. */
function centreMass(image, side) {
    const [right, down] = [(place) => place % side, (place) => Math.floor(place / side)].map((position) => {
        const profile = new Float64Array(side);
        image.forEach((ink, place) => { profile[position(place)] += ink; });
        let mass = 0, moment = 0;
        profile.forEach((ink, place) => { mass += ink; moment += ink * place; });
        const wanted = roundHalfToEven(side / 2 - TIE - moment / mass);
        const first = profile.findIndex((ink) => ink > 0), last = profile.findLastIndex((ink) => ink > 0);
        return Math.min(side - 1 - last, Math.max(-first, wanted));
    });
    const moved = new Float32Array(side * side);
    image.forEach((ink, place) => {
        if (ink > 0) moved[place + down * side + right] = ink;
    });
    return moved;
}
