import assert from "node:assert/strict";
import { test } from "node:test";
import { inView, sideOf } from "../../../assets/browser/map_pictures.mjs";
import { pointsOn, scale, seenBy } from "../../../assets/browser/map_scale.mjs";

const LARGE = { left: 10, top: 20, width: 600, height: 500 };

function points(count) {
    return Array.from({ length: count }, (_, row) => ({ row, place: [row / count, 0.5], colour: "red", isPale: false }));
}

test("pictures stand for the points in view alone", () => {
    const closer = scale(LARGE, [0.25, 0.5], [0, 1]);
    assert.deepEqual(inView(points(8), closer).map(({ row }) => row), [2, 3, 4]);
    assert.deepEqual(inView(points(8), scale(LARGE, [0.25, 0.5], [0.6, 1])), []);
});

test("more than 150 points stay points, and on a small plot fewer do", () => {
    const whole = scale(LARGE, [0, 1], [0, 1]), small = scale({ ...LARGE, width: 300, height: 300 }, [0, 1], [0, 1]);
    assert.equal(inView(points(150), whole).length, 150);
    assert.equal(inView(points(151), whole).length, 0);
    assert.equal(inView(points(150), small).length, 0);
    assert.equal(inView(points(50), small).length, 50);
});

test("the fewer the pictures, the larger, within bounds", () => {
    assert.equal(sideOf(1, LARGE), 56);
    assert.ok(sideOf(100, LARGE) > sideOf(150, LARGE));
    assert.equal(sideOf(5_000, LARGE), 22);
});

test("what a scale says lies where Plotly draws it", () => {
    const { onScreen, share } = scale(LARGE, [-1, 1], [0, 10]);
    assert.deepEqual(onScreen([0, 10]), [310, 20]);
    assert.deepEqual(share([1, 0]), [1, 0]);
});

test("a chart's points are those with an image that are switched on", () => {
    const traces = [
        { visible: true, x: [1, 2], y: [3, 4], customdata: [[7], [8]], selectedpoints: [0], marker: { color: "red" } },
        { visible: "legendonly", x: [1], y: [1], customdata: [[9]], marker: { color: "blue", opacity: 0.8 } },
        { visible: true, x: [5], y: [5], marker: { color: "grey", opacity: 1 } }, // a ring
    ];
    assert.deepEqual(pointsOn({ _fullData: traces }), [
        { row: 7, place: [1, 3], colour: "red", isPale: false },
        { row: 8, place: [2, 4], colour: "red", isPale: true },
    ]);
});

test("a camera sees what is straight ahead in the middle, and what is further off nearer to it", () => {
    const still = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const deepening = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1]; // depth is 1 and how far off it is
    const seen = seenBy({ model: still, view: still, projection: deepening }, [0.5, 0.5, 0.5], LARGE);
    assert.deepEqual(seen([0, 0, 7]), [310, 270]);
    assert.deepEqual(seen([2, 2, 0]), [610, 20]);
    assert.deepEqual(seen([2, 2, 2]), [460, 145]);
});
