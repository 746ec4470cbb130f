// How one number inside a network came to be: what it was multiplied with, and what was added up.
import { ACTIVATIONS, span } from "./network.mjs";

/**
 * @typedef {import("./reader.mjs").Layer} Layer
 * @typedef {{ values: number[], weights: number[], channel: number, sum: number }} Patch what lies under a filter, in one channel
 * @typedef {{ input: number, value: number, weight: number, product: number }} Term
 */

/**
 * A point of a convolution's map: the patches under the filter, the largest contribution first.
 *
 * @param {import("./network.mjs").Layer} layer @param {Layer} before @param {{ map: number, row: number, column: number }} point
 * @returns {{ patches: Patch[], side: number, bias: number, sum: number, value: number }}
 */
export function convolutionTerms(layer, { shape: [rows, columns, channels], values }, { map, row, column }) {
    const { kernel: side, stride, weights, biases } = layer;
    const top = row * stride - span(rows, layer).before, left = column * stride - span(columns, layer).before;
    const patches = Array.from({ length: channels }, (_, channel) => {
        const patch = { channel, values: [], weights: [], sum: 0 };
        for (let y = 0; y < side; y += 1) {
            for (let x = 0; x < side; x += 1) {
                const isInside = top + y >= 0 && top + y < rows && left + x >= 0 && left + x < columns;
                const value = isInside ? values[((top + y) * columns + left + x) * channels + channel] : 0;
                const weight = weights[((y * side + x) * channels + channel) * biases.length + map];
                patch.values.push(value);
                patch.weights.push(weight);
                patch.sum += value * weight;
            }
        }
        return patch;
    });
    const sum = patches.reduce((total, patch) => total + patch.sum, biases[map]);
    patches.sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
    return { patches, side, bias: biases[map], sum, value: activated(layer, sum) };
}

/**
 * A unit of a dense layer: the terms of its sum, the largest first.
 *
 * @param {import("./network.mjs").Layer} layer @param {Layer} before @param {number} unit
 * @returns {{ terms: Term[], bias: number, sum: number, value: number }}
 */
export function denseTerms(layer, { values }, unit) {
    const { weights, biases } = layer, terms = [];
    let sum = biases[unit];
    for (let input = 0; input < values.length; input += 1) {
        const weight = weights[input * biases.length + unit], product = values[input] * weight;
        sum += product;
        if (product) terms.push({ input, value: values[input], weight, product });
    }
    terms.sort((one, other) => Math.abs(other.product) - Math.abs(one.product));
    return { terms, bias: biases[unit], sum, value: activated(layer, sum) };
}

/** The weights of one unit, in the order of its inputs. */
export function weightsOf({ weights, biases }, unit) {
    return Float32Array.from({ length: weights.length / biases.length }, (_, input) => weights[input * biases.length + unit]);
}

function activated({ activation }, sum) {
    if (activation === "relu") return Math.max(0, sum);
    return ACTIVATIONS[activation]?.(sum) ?? sum;
}
