// How the pen and the parts of the page that follow it talk to each other: through two events of the document.

/** The pen rests: who shows another moment than `detail.moment` sets `detail.waits`, and has itself run again. */
export const RESTS = "digitlab-rests";
/** A part has shown a moment. */
export const SHOWN = "digitlab-shown";

/**
 * Announce that the pen rests. All listeners are called before this returns.
 *
 * @param {string} moment what is to be shown
 * @param {number} since when the moment came
 * @returns {boolean} whether all of it is shown
 */
export function announceRest(moment, since) {
    const detail = { moment, since, waits: false };
    document.dispatchEvent(new CustomEvent(RESTS, { detail }));
    return !detail.waits;
}
