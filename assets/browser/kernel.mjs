// What takes a network's time: products of matrices and the copies for them, in WebAssembly with SIMD (`kernel.ts`), and the
// same in plain JavaScript where a browser has no SIMD. Both are called in one way:
//
//     const kernel = await quickKernel();
//     const right = kernel.pack(weights, biases), left = kernel.block(m * right.k), out = kernel.block(m * right.n);
//     left.values.set(…);
//     kernel.product(left, m, right, out, 0);

/**
 * Numbers that a kernel can reach. Fetch `values` anew for each use: a memory that grows for another block leaves the
 * arrays upon it empty.
 *
 * @typedef {{ address: number, size: number, values: Float32Array }} Block
 */

/**
 * Weights (k × n) and their biases, as `kernel.ts` describes them.
 *
 * @typedef {{ k: number, n: number, block: Block }} Packed
 */

const SPARE_BYTES = 64; // the first bytes of the memory are the kernel's own
const PAGE_BYTES = 65536;

class Kernel {
    /** @param {Float32Array} weights row by row @param {Float32Array} biases @returns {Packed} */
    pack(weights, biases) {
        const n = biases.length, k = weights.length / n;
        const block = this.block(Math.ceil(n / 8) * 8 * (k + 1)), packed = block.values;
        for (let column = 0, place = 0; column < n; column += 8) {
            const count = Math.min(8, n - column);
            for (let row = -1; row < k; row += 1, place += 8) {
                const from = row < 0 ? biases : weights, begin = column + Math.max(row, 0) * n;
                for (let lane = 0; lane < count; lane += 1) packed[place + lane] = from[begin + lane];
            }
        }
        return { k, n, block };
    }
}

/** With numbers in arrays as usual. */
export class PlainKernel extends Kernel {
    name = "plain";
    sums = new Float64Array(8);

    /** @param {number} size @returns {Block} */
    block(size) {
        return { address: 0, size, values: new Float32Array(size) };
    }

    pack(weights, biases) {
        const packed = super.pack(weights, biases);
        if (!(this.inputs?.length >= packed.k)) {
            this.inputs = new Float64Array(packed.k);
            this.rows = new Int32Array(packed.k);
        }
        return packed;
    }

    /** As that of `SimdKernel`. */
    product(left, m, right, out, floor) {
        const { k, n, block } = right, { sums } = this;
        for (let row = 0; row < m; row += 1) {
            const count = this.gather(left.values, row * k, k);
            for (let column = 0; column < n; column += 8) {
                this.sumEight(block.values, column * (k + 1), count);
                const to = row * n + column, last = Math.min(8, n - column);
                for (let lane = 0; lane < last; lane += 1) out.values[to + lane] = Math.max(floor, sums[lane]);
            }
        }
    }

    /** As that of `SimdKernel`. */
    copies(runs, from, to) {
        return { places: Int32Array.from(runs), from, to };
    }

    /** As that of `SimdKernel`. */
    copy({ places, from: { values }, to: { values: copies } }) {
        for (let place = 0; place < places.length; place += 3) {
            let from = places[place], to = places[place + 1];
            for (const last = from + places[place + 2]; from < last; from += 1, to += 1) copies[to] = values[from];
        }
    }

    /** A row's values other than 0, and the rows of their weights. Half of what ReLU lets through is 0, and costs nothing. */
    gather(values, begin, k) {
        let count = 0;
        for (let row = 0; row < k; row += 1) {
            this.inputs[count] = values[begin + row];
            this.rows[count] = row + 1; // the first are the biases
            if (values[begin + row] !== 0) count += 1;
        }
        return count;
    }

    /** Eight sums in variables: those of an array would be read and written for each weight. */
    sumEight(packed, begin, count) {
        const { inputs, rows, sums } = this;
        let sum0 = packed[begin], sum1 = packed[begin + 1], sum2 = packed[begin + 2], sum3 = packed[begin + 3];
        let sum4 = packed[begin + 4], sum5 = packed[begin + 5], sum6 = packed[begin + 6], sum7 = packed[begin + 7];
        for (let place = 0; place < count; place += 1) {
            const value = inputs[place], from = begin + rows[place] * 8;
            sum0 += value * packed[from];
            sum1 += value * packed[from + 1];
            sum2 += value * packed[from + 2];
            sum3 += value * packed[from + 3];
            sum4 += value * packed[from + 4];
            sum5 += value * packed[from + 5];
            sum6 += value * packed[from + 6];
            sum7 += value * packed[from + 7];
        }
        sums[0] = sum0;
        sums[1] = sum1;
        sums[2] = sum2;
        sums[3] = sum3;
        sums[4] = sum4;
        sums[5] = sum5;
        sums[6] = sum6;
        sums[7] = sum7;
    }
}

/** With SIMD, in a memory of its own. */
class SimdKernel extends Kernel {
    name = "simd";
    blocks = [];
    used = SPARE_BYTES;

    /** @param {WebAssembly.Instance} instance */
    constructor({ exports }) {
        super();
        this.exports = exports;
    }

    /** @param {number} size @returns {Block} */
    block(size) {
        const block = { address: this.used, size, values: null };
        this.blocks.push(block);
        this.used += Math.ceil(size / 4) * 16; // each begins where SIMD reads best
        const { memory } = this.exports, missing = this.used - memory.buffer.byteLength;
        if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
        for (const each of this.blocks) {
            if (each.values?.buffer !== memory.buffer) each.values = new Float32Array(memory.buffer, each.address, each.size);
        }
        return block;
    }

    /**
     * @param {Block} left m × k
     * @param {number} m
     * @param {Packed} right k × n
     * @param {Block} out m × n
     * @param {number} floor the least that comes out: 0 makes ReLU of it, minus infinity changes nothing
     */
    product(left, m, right, out, floor) {
        this.exports.product(left.address, m, right.k, right.block.address, right.n, out.address, floor);
    }

    /**
     * What `copy` will copy, each time it is called.
     *
     * @param {number[]} runs for each run of floats its place in `from`, its place in `to`, and how many they are
     * @param {Block} from
     * @param {Block} to
     */
    copies(runs, from, to) {
        const bases = [from.address, to.address, 0], { address } = this.block(runs.length);
        new Uint32Array(this.exports.memory.buffer, address).set(runs.map((count, place) => bases[place % 3] + count * 4));
        return { address, end: address + runs.length * 4 };
    }

    copy({ address, end }) {
        this.exports.copy(address, end);
    }
}

let compiled;

/** A kernel of its own for each network: with SIMD, or plain where the browser or the network does not let it be had. */
export async function quickKernel() {
    compiled ??= compile();
    try {
        return new SimdKernel(await WebAssembly.instantiate(await compiled));
    } catch {
        compiled = undefined; // what could not be fetched now may be there for the next model
        return new PlainKernel();
    }
}

async function compile() {
    const address = new URL("./kernel.wasm", import.meta.url);
    if (address.protocol === "file:") { // in Node, whose `fetch` does not read files
        const { readFile } = await import("node:fs/promises");
        return WebAssembly.compile(await readFile(address));
    }
    const response = await fetch(address);
    if (!response.ok) throw new Error(`The kernel cannot be had: ${response.status}.`);
    return WebAssembly.compile(await response.arrayBuffer());
}
