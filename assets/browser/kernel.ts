// What takes a network's time, with SIMD, in AssemblyScript: `make kernel` compiles it to `kernel.wasm`, `kernel.mjs` calls
// it. All addresses and lengths are in bytes.
//
// `product`: out (m × n) = left (m × k) · right (k × n) + biases (n), row by row in single precision.
// `right` comes packed: for each eight of its columns their biases, then their k rows of eight; what n lacks to a multiple
// of eight is filled with zeros. So the innermost loop reads `right` from front to end, and each load serves four rows.

/** Eight floats in the first bytes of the memory, which are nobody else's: see `storeEight`. */
const SPARE: usize = 0;
const FLOAT: usize = 4;
const EIGHT: usize = 8 * FLOAT;

/** `floor` is the least that comes out: 0 makes ReLU of it, minus infinity changes nothing. */
export function product(left: usize, m: i32, k: i32, right: usize, n: i32, out: usize, floor: f32): void {
    const across = <usize>k * FLOAT, outAcross = <usize>n * FLOAT, least = f32x4.splat(floor);
    for (let column = 0; column < n; column += 8) {
        const count = min(n - column, 8);
        let a = left, to = out + <usize>column * FLOAT, rows = m;
        // Eight sums, two halves of a row of `right` and a value: eleven of the sixteen registers that a PC has.
        for (; rows >= 4; rows -= 4) {
            let low0 = v128.load(right), high0 = v128.load(right, 16);
            let low1 = low0, high1 = high0, low2 = low0, high2 = high0, low3 = low0, high3 = high0;
            let a1 = a + across, a2 = a1 + across, a3 = a2 + across;
            for (let b = right + EIGHT, end = a + across; a < end; b += EIGHT) {
                const low = v128.load(b), high = v128.load(b, 16);
                let value = v128.load32_splat(a);
                low0 = f32x4.add(low0, f32x4.mul(value, low));
                high0 = f32x4.add(high0, f32x4.mul(value, high));
                value = v128.load32_splat(a1);
                low1 = f32x4.add(low1, f32x4.mul(value, low));
                high1 = f32x4.add(high1, f32x4.mul(value, high));
                value = v128.load32_splat(a2);
                low2 = f32x4.add(low2, f32x4.mul(value, low));
                high2 = f32x4.add(high2, f32x4.mul(value, high));
                value = v128.load32_splat(a3);
                low3 = f32x4.add(low3, f32x4.mul(value, low));
                high3 = f32x4.add(high3, f32x4.mul(value, high));
                a += FLOAT;
                a1 += FLOAT;
                a2 += FLOAT;
                a3 += FLOAT;
            }
            a = a3; // where the next four rows begin
            storeEight(low0, high0, least, to, count);
            storeEight(low1, high1, least, to + outAcross, count);
            storeEight(low2, high2, least, to + 2 * outAcross, count);
            storeEight(low3, high3, least, to + 3 * outAcross, count);
            to += 4 * outAcross;
        }
        for (; rows > 0; rows -= 1) {
            let low = v128.load(right), high = v128.load(right, 16);
            for (let b = right + EIGHT, end = a + across; a < end; b += EIGHT) {
                const value = v128.load32_splat(a);
                low = f32x4.add(low, f32x4.mul(value, v128.load(b)));
                high = f32x4.add(high, f32x4.mul(value, v128.load(b, 16)));
                a += FLOAT;
            }
            storeEight(low, high, least, to, count);
            to += outAcross;
        }
        right += <usize>(k + 1) * EIGHT;
    }
}

/** The first `count` of eight floats; the others belong to the next row, which may be there already. */
function storeEight(low: v128, high: v128, least: v128, to: usize, count: i32): void {
    const place = count === 8 ? to : SPARE;
    v128.store(place, f32x4.pmax(least, low));
    v128.store(place, f32x4.pmax(least, high), 16);
    if (place === SPARE) memory.copy(to, SPARE, <usize>count * FLOAT);
}

/** Copies runs of floats; for each there are three numbers in `runs`: where from, where to, and how long. */
export function copy(runs: usize, end: usize): void {
    for (; runs < end; runs += 12) {
        let from = <usize>load<u32>(runs), to = <usize>load<u32>(runs, 4);
        const last = from + load<u32>(runs, 8);
        for (; from + 16 <= last; from += 16, to += 16) v128.store(to, v128.load(from));
        for (; from < last; from += FLOAT, to += FLOAT) store<f32>(to, load<f32>(from));
    }
}
