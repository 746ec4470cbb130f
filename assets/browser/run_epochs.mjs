// What parts of the page tell each other of a run's epochs: which have weights that can be fetched, and which is looked at.

import { ByKey } from "./by_key.mjs";

/** By run, in order. @type {ByKey<number[]>} */
export const keptEpochs = new ByKey([]);

/** By run, the epoch at which its curves are marked; null for its end. @type {ByKey<number | null>} */
export const markedEpoch = new ByKey(null);

/** Where the network of this epoch is. @param {string} run @param {number} epoch */
export function addressOf(run, epoch) {
    return `lab/models/run?run=${run}&epoch=${epoch}`;
}
