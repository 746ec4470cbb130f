// Any network of the layer registry, forward: the twin of `digitcore/learning/layers`, from a model file's layers.
//
// Values of an image lie row by row, channels together, as in Keras. Each layer keeps its block of the kernel's memory, so
// an answer allocates nothing.

/**
 * @typedef {object} Layer one of the file's layers; `weights`, `biases`, `scale`, `shift` are Float32Arrays
 * @property {"conv2d" | "dense" | "maxpooling2d" | "batchnormalization" | "flatten" | "dropout"} kind
 * @property {string} [activation]
 */

/** What comes out of a step. @typedef {{ shape: number[], block: import("./kernel.mjs").Block }} Output */

/** Null is what the kernel does on its way out: nothing, or ReLU as a floor of 0. */
export const ACTIVATIONS = {
    linear: null,
    relu: null,
    sigmoid: (value) => 1 / (1 + Math.exp(-value)),
    tanh: Math.tanh,
};

export class Network {
    /**
     * @param {Layer[]} layers
     * @param {number[]} shape of what comes in: rows, columns, channels
     * @param {import("./kernel.mjs").PlainKernel} kernel for this network alone
     */
    constructor(layers, shape, kernel) {
        this.input = { shape, block: kernel.block(sizeOf(shape)) };
        let last = this.input;
        this.steps = layers.map((layer) => (last = STEPS[layer.kind](layer, last, kernel)));
    }

    /** The values of each layer, in order; they hold until the next call. @param {Float32Array} image */
    forward(image) {
        this.input.block.values.set(image);
        return this.steps.map((step) => {
            step.run();
            return step.block.values;
        });
    }

    /** A copy of what went in and of what came out of each layer. @returns {import("./reader.mjs").Layer[]} */
    layers() {
        return [this.input, ...this.steps].map(({ shape, block }) => ({ shape, values: block.values.slice() }));
    }
}

/** From a layer and the output before it to the layer's own output, with `run`, which computes it. */
const STEPS = {
    conv2d: convolution,
    dense: (layer, { block }, kernel) => ({ shape: [layer.biases.length], ...activatedProduct(layer, block, 1, kernel) }),
    maxpooling2d: maxPooling,
    batchnormalization: normalisation,
    flatten: (_layer, { shape, block }) => ({ shape: [sizeOf(shape)], block, run() {} }),
    dropout: (_layer, before) => ({ ...before, run() {} }), // it leaves values out while a network learns, and only then
};

const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

/** As a product of matrices: the patches under the filter, row by row, times the filters. */
function convolution(layer, { shape: [rows, columns, channels], block }, kernel) {
    const down = span(rows, layer), across = span(columns, layer);
    const count = down.count * across.count;
    const patches = kernel.block(count * layer.kernel ** 2 * channels);
    const copies = kernel.copies(runsOf(down, across, [rows, columns, channels], layer), block, patches);
    const product = activatedProduct(layer, patches, count, kernel);
    return {
        shape: [down.count, across.count, layer.biases.length],
        block: product.block,
        run() {
            kernel.copy(copies);
            product.run();
        },
    };
}

/** The weights' product with the `count` rows in `left`. */
function activatedProduct({ weights, biases, activation }, left, count, kernel) {
    const right = kernel.pack(weights, biases), block = kernel.block(count * biases.length);
    if (left.size !== count * right.k) throw new Error(`A layer of this model takes ${count} × ${right.k} numbers, not ${left.size}.`);
    const floor = activation === "relu" ? 0 : -Infinity, act = ACTIVATIONS[activation];
    if (act === undefined) throw new Error(`There is no activation called ${activation} here.`);
    return {
        block,
        run() {
            kernel.product(left, count, right, block, floor);
            if (act) block.values.forEach((value, place, values) => { values[place] = act(value); });
        },
    };
}

/** Which values go into which patch. What lies over the edge is never copied, so it stays 0. */
function runsOf(down, across, [rows, columns, channels], { kernel: size, stride }) {
    const runs = [];
    let to = 0;
    for (let row = -down.before, count = 0; count < down.count; count += 1, row += stride) {
        for (let column = -across.before, place = 0; place < across.count; place += 1, column += stride) {
            const first = Math.max(column, 0), last = Math.min(column + size, columns);
            for (let y = row; y < row + size; y += 1, to += size * channels) {
                if (y < 0 || y >= rows) continue;
                runs.push((y * columns + first) * channels, to + (first - column) * channels, (last - first) * channels);
            }
        }
    }
    return runs;
}

/** How often a filter fits, and how far before the edge it begins ("same" as TensorFlow pads). */
export function span(size, { kernel, stride, padding }) {
    if (padding === "valid") return { count: Math.floor((size - kernel) / stride) + 1, before: 0 };
    const count = Math.ceil(size / stride);
    return { count, before: Math.floor(Math.max((count - 1) * stride + kernel - size, 0) / 2) };
}

function maxPooling({ window }, { shape: [rows, columns, channels], block: before }, kernel) {
    const height = Math.floor(rows / window), width = Math.floor(columns / window);
    const block = kernel.block(height * width * channels);
    return {
        shape: [height, width, channels],
        block,
        run() {
            const { values } = before, { values: out } = block;
            out.fill(-Infinity);
            for (let y = 0; y < height * window; y += 1) {
                for (let x = 0; x < width * window; x += 1) {
                    const from = (y * columns + x) * channels;
                    const to = (Math.floor(y / window) * width + Math.floor(x / window)) * channels;
                    for (let channel = 0; channel < channels; channel += 1) {
                        if (values[from + channel] > out[to + channel]) out[to + channel] = values[from + channel];
                    }
                }
            }
        },
    };
}

/** With the means that it kept while it learned: a scale and a shift for each channel. */
function normalisation({ scale, shift }, { shape, block: before }, kernel) {
    const block = kernel.block(sizeOf(shape));
    return {
        shape,
        block,
        run() {
            const { values } = before, { values: out } = block;
            for (let place = 0; place < out.length; place += 1) {
                const channel = place % scale.length;
                out[place] = values[place] * scale[channel] + shift[channel];
            }
        },
    };
}
