// Any network of the layer registry, forward: the twin of `digitcore/learning/layers`, from a model file's layers.
//
// Values of an image lie row by row, channels together, as in Keras. Each layer keeps its buffer, so a frame allocates nothing.

/**
 * @typedef {object} Layer one of the file's layers; `weights`, `biases`, `scale`, `shift` are Float32Arrays
 * @property {"conv2d" | "dense" | "maxpooling2d" | "batchnormalization" | "flatten" | "dropout"} kind
 * @property {string} [activation]
 */

const ACTIVATIONS = {
    linear: (value) => value,
    relu: (value) => (value > 0 ? value : 0),
    sigmoid: (value) => 1 / (1 + Math.exp(-value)),
    tanh: Math.tanh,
};

export class Network {
    /** @param {Layer[]} layers @param {number[]} shape of what comes in: rows, columns, channels */
    constructor(layers, shape) {
        this.steps = [];
        for (const layer of layers) {
            const step = STEPS[layer.kind](layer, shape);
            this.steps.push(step);
            shape = step.shape;
        }
    }

    /** The values of each layer, in order; they hold until the next call. @param {Float32Array} values */
    forward(values) {
        return this.steps.map((step) => (values = step.run(values)));
    }
}

const STEPS = {
    conv2d: convolution,
    dense,
    maxpooling2d: maxPooling,
    batchnormalization: normalisation,
    flatten: (_layer, shape) => unchanged([shape.reduce((product, size) => product * size, 1)]),
    dropout: (_layer, shape) => unchanged(shape), // it leaves values out while a network learns, and only then
};

function unchanged(shape) {
    return { shape, run: (values) => values };
}

function dense({ weights, biases, activation }, [width]) {
    const out = new Float32Array(biases.length);
    return {
        shape: [biases.length],
        run(values) {
            multiply(values, 1, width, weights, biases, out);
            return activate(out, activation);
        },
    };
}

/** As a product of matrices: the patches under the filter, row by row, times the filters. */
function convolution({ weights, biases, kernel, stride, padding, activation }, [rows, columns, channels]) {
    const down = span(rows, kernel, stride, padding), across = span(columns, kernel, stride, padding);
    const width = kernel * kernel * channels, filters = biases.length;
    const patches = new Float32Array(down.count * across.count * width);
    const out = new Float32Array(down.count * across.count * filters);
    return {
        shape: [down.count, across.count, filters],
        run(values) {
            let place = 0;
            for (let row = 0; row < down.count; row += 1) {
                for (let column = 0; column < across.count; column += 1) {
                    for (let y = row * stride - down.before, end = y + kernel; y < end; y += 1) {
                        const isInside = y >= 0 && y < rows;
                        for (let x = column * stride - across.before, last = x + kernel; x < last; x += 1) {
                            const from = (y * columns + x) * channels;
                            for (let channel = 0; channel < channels; channel += 1) {
                                patches[place++] = isInside && x >= 0 && x < columns ? values[from + channel] : 0;
                            }
                        }
                    }
                }
            }
            multiply(patches, down.count * across.count, width, weights, biases, out);
            return activate(out, activation);
        },
    };
}

/** How often a filter fits, and how far before the edge it begins ("same" as TensorFlow pads). */
function span(size, kernel, stride, padding) {
    if (padding === "valid") return { count: Math.floor((size - kernel) / stride) + 1, before: 0 };
    const count = Math.ceil(size / stride);
    return { count, before: Math.floor(Math.max((count - 1) * stride + kernel - size, 0) / 2) };
}

function maxPooling({ window }, [rows, columns, channels]) {
    const height = Math.floor(rows / window), width = Math.floor(columns / window);
    const out = new Float32Array(height * width * channels);
    return {
        shape: [height, width, channels],
        run(values) {
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
            return out;
        },
    };
}

/** With the means that it kept while it learned: a scale and a shift for each channel. */
function normalisation({ scale, shift }, shape) {
    const out = new Float32Array(shape.reduce((product, size) => product * size, 1));
    return {
        shape,
        run(values) {
            for (let place = 0; place < out.length; place += 1) {
                const channel = place % scale.length;
                out[place] = values[place] * scale[channel] + shift[channel];
            }
            return out;
        },
    };
}

/** out (m × n) = left (m × k) · right (k × n) + biases (n). Half of what ReLU lets through is 0, and costs nothing. */
export function multiply(left, m, k, right, biases, out) {
    const n = biases.length;
    for (let row = 0; row < m; row += 1) {
        const to = row * n;
        out.set(biases, to);
        for (let inner = 0; inner < k; inner += 1) {
            const value = left[row * k + inner];
            if (value === 0) continue;
            const from = inner * n;
            for (let column = 0; column < n; column += 1) out[to + column] += value * right[from + column];
        }
    }
}

function activate(values, name) {
    const act = ACTIVATIONS[name];
    if (name !== "linear") for (let place = 0; place < values.length; place += 1) values[place] = act(values[place]);
    return values;
}
