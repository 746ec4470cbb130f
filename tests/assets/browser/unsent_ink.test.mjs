import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forgetUnsent, keepUnsent, takeUnsent } from "../../../assets/browser/unsent_ink.mjs";

const MESSAGE = { sheet: 7, change: 3, part: 2, drawings: [{ number: 1, strokes: [[1, 2]] }] };

beforeEach(() => {
    const kept = new Map();
    globalThis.sessionStorage = {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => kept.set(key, value),
        removeItem: (key) => kept.delete(key),
    };
});

test("what an earlier session laid is given once", () => {
    keepUnsent("draw", MESSAGE);
    assert.deepEqual(takeUnsent("draw", 8), MESSAGE);
    assert.equal(takeUnsent("draw", 8), null);
});

test("what this session laid it hears of anyway", () => {
    keepUnsent("draw", MESSAGE);
    assert.equal(takeUnsent("draw", 7), null);
    assert.equal(takeUnsent("draw", 6), null);
});

test("another place has nothing of it, and what is stored is forgotten", () => {
    keepUnsent("draw", MESSAGE);
    assert.equal(takeUnsent("room/1/0", 8), null);
    forgetUnsent("draw");
    assert.equal(takeUnsent("draw", 8), null);
});

test("a browser that keeps nothing is no reason to stop", () => {
    globalThis.sessionStorage.setItem = () => { throw new Error("full"); };
    keepUnsent("draw", MESSAGE);
    assert.equal(takeUnsent("draw", 8), null);
});
