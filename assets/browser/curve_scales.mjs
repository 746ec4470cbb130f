// From where to where the axes of learning curves go.

const LOWEST_SHARE = 0.05;

/**
 * Accuracy: up to 1, from a little below where most of the curve lies, so that 89 to 99 % fill the picture.
 *
 * @param {(number | null)[]} values
 * @returns {[number, number]}
 */
export function accuracyRange(values) {
    const known = values.filter((value) => value !== null).sort((one, other) => one - other);
    if (!known.length) return [0, 1];
    const low = known[Math.floor(known.length * LOWEST_SHARE)];
    return [Math.max(0, Math.floor((low - 0.02) * 20) / 20), 1];
}

/**
 * Loss: from 0, so that its floor is in the picture; up to where all but the very first points lie.
 *
 * @param {(number | null)[]} values
 * @returns {[number, number]}
 */
export function lossRange(values) {
    const known = values.filter((value) => value !== null).sort((one, other) => one - other);
    if (!known.length) return [0, 1];
    return [0, known[Math.ceil((known.length - 1) * (1 - LOWEST_SHARE / 2))] * 1.05 || 1];
}

/** Ticks that read 2k, 5k, 10k. @param {number} value */
export function shortNumber(value) {
    return Math.abs(value) >= 1000 ? `${value / 1000}k` : String(value);
}
