import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.fetch = async () => ({ ok: true, text: async () => "" });
const { captionHeight, sizesThatFit } = await import("../../../assets/browser/wall.mjs");

const WIDTH = 944, HEIGHT = 540, WORDS = 3.1;

/** How high that many pictures of this size are, laid out in rows as the browser does it. */
function height(count, size, below) {
    const wide = Math.max(size + 6, below ? WORDS * (below / 1.35) : 0) + 6;
    return Math.ceil(count / Math.floor((WIDTH + 6) / wide)) * (size + 12 + below);
}

for (const [first, others] of [[0, 1], [0, 4], [2, 2], [4, 0], [36, 264], [0, 300], [50, 250]]) {
    test(`${first} that were not read and ${others} that were fit, and fill the screen`, () => {
        const [large, small] = sizesThatFit(first, others, WIDTH, HEIGHT, [WORDS, 0]);
        const needed = (by) => (first ? height(first, large + by, captionHeight(large + by)) : 0) + (others ? height(others, small + by, 0) : 0);
        assert.ok(needed(0) <= HEIGHT);
        assert.ok(large >= small || first === 0);
        assert.ok(small >= 320 || needed(6) > HEIGHT || large >= 320);
    });
}

test("those that were not read are larger", () => {
    const [large, small] = sizesThatFit(36, 264, WIDTH, HEIGHT, [WORDS, 0]);
    assert.ok(large > 1.5 * small);
});

test("where words have no room, pictures fit without them", () => {
    assert.equal(sizesThatFit(300, 0, WIDTH, HEIGHT, [WORDS, 0]), null);
    assert.ok(sizesThatFit(300, 0, WIDTH, HEIGHT, [0, 0])[0] > 20);
});
