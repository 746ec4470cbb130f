// What was drawn and is not stored yet, kept in this tab: a server that begins anew, or a page that is loaded again, gets it
// from here. A `place` is a sheet that outlives both.

const KEY = "digitlab.unsent ";

/** @typedef {import("./pen_strokes.mjs").Message & { part: number }} Message and which part of the place it was drawn for */

/** @param {string} place @param {Message} message */
export function keepUnsent(place, message) {
    try {
        sessionStorage.setItem(KEY + place, JSON.stringify(message));
    } catch { /* a browser that keeps nothing, or is full: the stroke is sent all the same */ }
}

/** @param {string} place */
export function forgetUnsent(place) {
    sessionStorage.removeItem(KEY + place);
}

/**
 * What was drawn on a sheet before those of the server's present session: once.
 *
 * @param {string} place @param {number} began a number below those of the session's sheets
 * @returns {Message | null}
 */
export function takeUnsent(place, began) {
    const kept = sessionStorage.getItem(KEY + place);
    if (kept === null || JSON.parse(kept).sheet >= began) return null;
    forgetUnsent(place);
    return JSON.parse(kept);
}
