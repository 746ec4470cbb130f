// What parts of the page tell each other of a run's epochs: which have weights that can be fetched, which is looked at, and
// what the run confused there.

import { ByKey } from "./by_key.mjs";

/** By run, in order. @type {ByKey<number[]>} */
export const keptEpochs = new ByKey([]);

/** By run, the epoch at which its curves are marked; null for its end. @type {ByKey<number | null>} */
export const markedEpoch = new ByKey(null);

/** By run, what it confused after the epoch that is looked at. @type {ByKey<{ epoch: number, counts: number[][] } | null>} */
export const confusion = new ByKey(null);

/** Where the network of this epoch is. @param {string} run @param {number} epoch */
export function addressOf(run, epoch) {
    return `lab/models/run?run=${run}&epoch=${epoch}`;
}
