// How the pen and the parts of the page that follow it talk to each other: through two events of the document.

/**
 * The pen rests. `detail.moment` names the state of the drawing: a part of the page that still shows another one sets
 * `detail.waits` and asks to be run again.
 */
export const RESTS = "digitlab-rests";
/** A part has shown a moment. */
export const SHOWN = "digitlab-shown";

/** Something changes: what the page shows is not the last word. */
export function stir() {
    document.documentElement.dataset.settled = "false";
}

/**
 * Announce that the pen rests. All listeners are called before this returns. The page has settled where none of them waits:
 * its height will not change by itself.
 *
 * @param {string} moment what is to be shown
 * @param {number} since when the moment came
 * @returns {boolean} whether all of it is shown
 */
export function announceRest(moment, since) {
    const detail = { moment, since, waits: false };
    document.dispatchEvent(new CustomEvent(RESTS, { detail }));
    document.documentElement.dataset.settled = String(!detail.waits);
    return !detail.waits;
}
