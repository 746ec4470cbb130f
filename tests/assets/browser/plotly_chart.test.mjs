import assert from "node:assert/strict";
import { test } from "node:test";
import { pointOf, pointsOf } from "../../../assets/browser/plotly_chart.mjs";

test("what a lasso holds are the numbers of its points, each once; threads and stars have none", () => {
    const event = { points: [{ customdata: [4] }, { customdata: [0, 120] }, {}, { customdata: [4] }] };
    assert.deepEqual(pointsOf(event), [4, 0]);
    assert.deepEqual(pointsOf({}), []);
});

test("the point of an event may be without data while a chart is drawn anew", () => {
    assert.equal(pointOf({ points: [{ customdata: [7] }] }), 7);
    assert.equal(pointOf({ points: [{}] }), null);
    assert.equal(pointOf({}), null);
});
