// A drawing read as the server reads it: the twin of `Predictor.predict`, for each of the digits side by side.
import { problemOf } from "./problems.mjs";
import { digitsOf } from "./side_by_side.mjs";

/**
 * @typedef {object} Drawn
 * @property {number[][][]} strokes lists of points [x, y]
 * @property {number} canvas its side
 * @property {number} pen the width of the pen
 */

/**
 * @typedef {object} Reading of one digit
 * @property {Float32Array} probabilities
 * @property {import("./reader.mjs").Layer[]} [layers] of the first digit, where they were asked for
 * @property {string | null} problem the rule that refuses it; "no digit" where the model doubts; null for a digit
 */

const NO_DIGIT = "no digit";

/**
 * The digits from left to right; none on an empty sheet.
 *
 * @param {Drawn} drawn
 * @param {import("./reader.mjs").Reader} reader
 * @param {import("./reader.mjs").Reader | null} doubter whose doubt counts where the reader was not taught to doubt
 * @param {{ layers?: boolean }} [options]
 * @returns {Reading[]}
 */
export function readDrawing({ strokes, canvas, pen }, reader, doubter, { layers = false } = {}) {
    const inked = strokes.filter((stroke) => stroke.length);
    if (!inked.length) return [];
    return digitsOf(inked).map((digit, place) => {
        const answer = reader.answer(digit, { layers: layers && place === 0 });
        return {
            layers: answer.layers,
            probabilities: answer.probabilities.slice(),
            problem: problemOf(digit, { canvas, pen }) ?? (isDoubtful(digit, answer, doubter) ? NO_DIGIT : null),
        };
    });
}

function isDoubtful(strokes, answer, doubter) {
    return (answer.doubt ?? doubter?.answer(strokes).doubt ?? 0) > 0;
}
