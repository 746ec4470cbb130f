// The epochs of a run whose weights can be fetched, for all parts of the page: whoever hears of them puts them here.

/** @type {Map<string, number[]>} by id of the run */
const kept = new Map();
/** @type {Set<(run: string) => void>} */
const listeners = new Set();

/** @param {string} run @param {number[]} epochs in order */
export function putKept(run, epochs) {
    kept.set(run, epochs);
    for (const listener of listeners) listener(run);
}

/** Call the listener with a run's epochs, now and whenever there are others. @returns {() => void} stops that */
export function followKept(run, listener) {
    const tell = (other) => other === run && listener(kept.get(run) ?? []);
    listeners.add(tell);
    tell(run);
    return () => listeners.delete(tell);
}

/** Where the network of this epoch is. @param {string} run @param {number} epoch */
export function addressOf(run, epoch) {
    return `lab/models/run?run=${run}&epoch=${epoch}`;
}
