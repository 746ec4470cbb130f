import assert from "node:assert/strict";
import { test } from "node:test";
import { inPercent } from "../../../assets/browser/bar_table.mjs";

test("a probability is never certain, and is written as its language does", () => {
    assert.deepEqual([0, 0.973, 1].map((share) => inPercent(share)), ["<0.1%", "97.3%", ">99.9%"]);
    const german = { decimal: ",", percent: "\u00a0%" };
    assert.deepEqual([0, 0.973, 1].map((share) => inPercent(share, german)), ["<0,1\u00a0%", "97,3\u00a0%", ">99,9\u00a0%"]);
});
