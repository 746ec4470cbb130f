// A model as one file: the twin of `digitcore/export/browser_model.py`, which writes it and says how it is laid out.

const MAGIC = 0x314d4c44; // "DLM1"

/**
 * The head of the file, with arrays where it names their places.
 *
 * @param {ArrayBuffer} buffer
 */
export function readModel(buffer) {
    const view = new DataView(buffer);
    if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("This is no model of Digit Lab.");
    const length = view.getUint32(4, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
    const begin = 8 + length;
    const arrays = head.arrays.map(({ type, offset, size }) =>
        type === "float16" ? halves(new Uint16Array(buffer, begin + offset, size)) : new Float32Array(buffer, begin + offset, size));
    for (const layer of [...head.layers, head.preparation]) {
        for (const name of ["weights", "biases", "scale", "shift", "offset", "factor"]) {
            if (name in layer) layer[name] = arrays[layer[name]];
        }
    }
    return head;
}

/** Half precision as single: browsers have no array of it everywhere. @param {Uint16Array} bits */
function halves(bits) {
    const values = new Float32Array(bits.length), whole = new Uint32Array(values.buffer);
    for (let place = 0; place < bits.length; place += 1) {
        const sign = (bits[place] & 0x8000) << 16, exponent = (bits[place] >> 10) & 31, fraction = bits[place] & 1023;
        if (exponent) whole[place] = sign | ((exponent + 112) << 23) | (fraction << 13);
        else values[place] = (sign ? -1 : 1) * fraction * 2 ** -24;
    }
    return values;
}
