// What parts of the page tell each other of a run's epochs: which have weights that can be fetched, and which is looked at.

/** @template Value */
class ByRun {
    /** @type {Map<string, Value>} */
    #values = new Map();
    /** @type {Set<(run: string) => void>} */
    #listeners = new Set();

    /** @param {Value} unknown of a run that nobody has told of */
    constructor(unknown) {
        this.unknown = unknown;
    }

    /** @param {string} run @param {Value} value */
    put(run, value) {
        this.#values.set(run, value);
        for (const listener of this.#listeners) listener(run);
    }

    /** Call the listener now and whenever the run's value changes. @param {(value: Value) => void} listener @returns {() => void} stops that */
    follow(run, listener) {
        const hear = (other) => other === run && listener(this.#values.get(run) ?? this.unknown);
        this.#listeners.add(hear);
        hear(run);
        return () => this.#listeners.delete(hear);
    }
}

/** @type {ByRun<number[]>} in order */
export const keptEpochs = new ByRun([]);

/** The epoch at which a run's curves are marked; null for its end. @type {ByRun<number | null>} */
export const markedEpoch = new ByRun(null);

/** Where the network of this epoch is. @param {string} run @param {number} epoch */
export function addressOf(run, epoch) {
    return `lab/models/run?run=${run}&epoch=${epoch}`;
}
