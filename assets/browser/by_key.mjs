// Values that parts of the page tell each other, by the key of what they are about.

/** @template Value */
export class ByKey {
    /** @type {Map<string, Value>} */
    #values = new Map();
    /** @type {Set<(key: string) => void>} */
    #listeners = new Set();

    /** @param {Value} unknown where nobody has told of it */
    constructor(unknown) {
        this.unknown = unknown;
    }

    /** @param {string} key @param {Value} value */
    put(key, value) {
        this.#values.set(key, value);
        for (const listener of this.#listeners) listener(key);
    }

    /** Call the listener now and whenever the value changes. @param {(value: Value) => void} listener @returns {() => void} stops that */
    follow(key, listener) {
        const hear = (other) => other === key && listener(this.#values.get(key) ?? this.unknown);
        this.#listeners.add(hear);
        hear(key);
        return () => this.#listeners.delete(hear);
    }
}
