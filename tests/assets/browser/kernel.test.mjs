import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PlainKernel, quickKernel } from "../../../assets/browser/kernel.mjs";

/** Rows of four and the rest of them, columns of eight and the rest of them, long sums and none. */
const SHAPES = [[1, 1, 1], [4, 3, 8], [5, 9, 16], [8, 1, 24], [3, 7, 10], [7, 300, 11], [49, 20, 7], [2, 0, 5]];

/** Any numbers, half of them 0, the same each time. */
function numbers(size) {
    return Float32Array.from({ length: size }, (_, place) => Math.max(0, Math.sin(place * 12.9898) * 3) - (place % 5 ? 0 : 1));
}

function productByDefinition(left, m, weights, biases, floor) {
    const n = biases.length, k = weights.length / n;
    return Array.from({ length: m * n }, (_, place) => {
        const row = Math.floor(place / n), column = place % n;
        let sum = biases[column];
        for (let inner = 0; inner < k; inner += 1) sum += left[row * k + inner] * weights[inner * n + column];
        return Math.max(floor, sum);
    });
}

function assertClose(values, wanted) {
    assert.equal(values.length, wanted.length);
    values.forEach((value, place) => assert.ok(Math.abs(value - wanted[place]) < 1e-4, `${value} for ${wanted[place]}`));
}

for (const [name, newKernel] of [["simd", quickKernel], ["plain", async () => new PlainKernel()]]) {
    describe(name, () => {
        test("is what was asked for", async () => assert.equal((await newKernel()).name, name));

        for (const [m, k, n] of SHAPES) {
            for (const floor of [-Infinity, 0]) {
                test(`a product of ${m} × ${k} and ${k} × ${n}, at least ${floor}`, async () => {
                    const kernel = await newKernel(), weights = numbers(k * n), biases = numbers(n);
                    const right = kernel.pack(weights, biases), left = kernel.block(m * k), out = kernel.block(m * n);
                    const behind = kernel.block(8);
                    left.values.set(numbers(m * k));
                    kernel.product(left, m, right, out, floor);
                    assertClose(out.values, productByDefinition(numbers(m * k), m, weights, biases, floor));
                    assert.deepEqual([...behind.values], Array.from({ length: 8 }, () => 0));
                });
            }
        }

        test("runs of any length are copied where they belong, each time", async () => {
            const kernel = await newKernel(), from = kernel.block(20), to = kernel.block(20);
            const copies = kernel.copies([0, 10, 1, 3, 0, 7, 11, 12, 8, 5, 9, 0], from, to);
            for (const sign of [1, -1]) {
                from.values.forEach((_, place, values) => { values[place] = sign * (place + 1); });
                kernel.copy(copies);
                const wanted = [4, 5, 6, 7, 8, 9, 10, 0, 0, 0, 1, 0, 12, 13, 14, 15, 16, 17, 18, 19];
                assert.deepEqual([...to.values], wanted.map((value) => (value ? sign * value : 0)));
            }
        });

        test("what a block holds survives later and larger ones", async () => {
            const kernel = await newKernel(), first = kernel.block(3);
            first.values.set([1, 2, 3]);
            kernel.block(1_000_000);
            assert.deepEqual([...first.values], [1, 2, 3]);
            assert.equal(kernel.block(5).values.length, 5);
        });

        test("networks do not share a memory", async () => {
            const one = (await newKernel()).block(2), other = (await newKernel()).block(2);
            one.values.fill(7);
            assert.deepEqual([...other.values], [0, 0]);
        });
    });
}

test("without WebAssembly the plain kernel answers, and one that failed once is tried again", async () => {
    const { WebAssembly } = globalThis;
    const { quickKernel: freshKernel } = await import("../../../assets/browser/kernel.mjs?fresh");
    delete globalThis.WebAssembly;
    try {
        assert.equal((await freshKernel()).name, "plain");
    } finally {
        globalThis.WebAssembly = WebAssembly;
    }
    assert.equal((await freshKernel()).name, "simd");
});
