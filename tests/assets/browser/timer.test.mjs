import assert from "node:assert/strict";
import { test } from "node:test";

import { written } from "../../../assets/browser/timer.mjs";

test("seconds are written as minutes, and never below zero", () => {
    assert.deepEqual([245, 59.2, 0.4, -3].map(written), ["4:05", "1:00", "0:01", "0:00"]);
});
