// A model that reads drawings on the visitor's machine: `open(address)`, then `reader.answer(strokes)`.

import { frame } from "./frame.mjs";
import { PlainKernel, quickKernel } from "./kernel.mjs";
import { readModel } from "./model_file.mjs";
import { Network } from "./network.mjs";

/**
 * @typedef {object} Answer
 * @property {Float32Array} probabilities of the classes, in their order
 * @property {number | null} doubt above 0 where it looks like no digit; null where the model was not taught to doubt
 * @property {Float32Array} framed the image that the model saw, row by row
 * @property {Layer[]} [layers] what goes into the network and what comes out of each layer, where that was asked for
 */

/** @typedef {{ shape: number[], values: Float32Array }} Layer */

/** The model at this address, ready to answer. @param {string | URL} address */
export async function open(address) {
    const [response, kernel] = await Promise.all([fetch(address), quickKernel()]);
    if (!response.ok) throw new Error(`The model at ${address} cannot be had: ${response.status}.`);
    return new Reader(await response.arrayBuffer(), kernel);
}

export class Reader {
    /** @param {ArrayBuffer} file @param {PlainKernel} [kernel] for this reader alone; `await quickKernel()` is much quicker */
    constructor(file, kernel = new PlainKernel()) {
        this.model = readModel(file);
        const { side } = this.model;
        this.network = new Network(this.model.layers, [side, side, 1], kernel);
        this.prepared = new Float32Array(side * side);
    }

    /**
     * What these strokes are. Strokes are placed by their ink, so neither the canvas nor the pen makes a difference to a
     * model that has strokes redrawn; the canvas is taken for whoever calls with it.
     *
     * @param {number[][][]} strokes lists of points [x, y]
     * @param {{ canvas?: number, layers?: boolean }} [options]
     * @returns {Answer}
     */
    answer(strokes, { layers = false } = {}) {
        const framed = frame(strokes, this.model.framing);
        return { ...this.answerImage(framed, { layers }), framed };
    }

    /** What an image is, given in the units of the data. @param {Float32Array} image @returns {Answer} */
    answerImage(image, { layers = false } = {}) {
        const { offset, factor } = this.model.preparation;
        for (let place = 0; place < image.length; place += 1) {
            this.prepared[place] = (image[place] - offset[place % offset.length]) * factor[place % factor.length];
        }
        const values = this.network.forward(this.prepared);
        const scores = values.at(-1);
        const { classes, temperature, doubt_limit } = this.model.output;
        return {
            probabilities: softmax(scores.subarray(0, classes), temperature),
            doubt: doubt_limit === null ? null : scores[classes] - doubt_limit,
            framed: image,
            ...(layers && { layers: this.network.layers() }),
        };
    }
}

function softmax(scores, temperature) {
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp((score - highest) / temperature));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
}
