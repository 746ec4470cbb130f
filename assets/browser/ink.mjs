// What is on the sheet now, for all parts of the page: whoever changes it puts it here, whoever follows it listens here.

/**
 * @typedef {object} Ink
 * @property {number} sheet its number, which the server gives
 * @property {number} change counts what has happened on this sheet
 * @property {number[][][]} strokes the one in progress included
 * @property {number} canvas the side of the sheet
 * @property {number} pen the width of the pen
 */

/** @type {Ink} */
let ink = { sheet: 0, change: 0, strokes: [], canvas: 1, pen: 1 };
/** @type {Set<(ink: Ink) => void>} */
const listeners = new Set();

/** @param {Ink} changed */
export function putInk(changed) {
    ink = changed;
    for (const listener of listeners) listener(ink);
}

export function inkNow() {
    return ink;
}

/** Call the listener at each change. @param {(ink: Ink) => void} listener @returns {() => void} stops that */
export function followInk(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}
