import assert from "node:assert/strict";
import { test } from "node:test";
import { afterKey, FIRST, rowsIn, sentenceOf } from "../../../assets/browser/map_frame.mjs";
import { scale } from "../../../assets/browser/map_scale.mjs";

function after(frame, ...presses) {
    return presses.reduce((now, press) => afterKey(now, typeof press === "string" ? { key: press } : press), frame);
}

test("arrow keys move the frame, which stays on the plot", () => {
    const moved = after(FIRST, "ArrowRight", "ArrowUp");
    assert.ok(moved.x > FIRST.x && moved.y > FIRST.y);
    assert.deepEqual([moved.width, moved.height], [FIRST.width, FIRST.height]);
    const corner = after(FIRST, ...Array.from({ length: 60 }, () => "ArrowLeft"), ...Array.from({ length: 60 }, () => "ArrowDown"));
    assert.deepEqual([corner.x, corner.y], [FIRST.width / 2, FIRST.height / 2]);
});

test("plus and minus make it larger and smaller, up to the whole plot", () => {
    assert.ok(after(FIRST, "+").width > FIRST.width);
    assert.ok(after(FIRST, "-").height < FIRST.height);
    assert.deepEqual(after(FIRST, ...Array.from({ length: 30 }, () => "+")), { x: 0.5, y: 0.5, width: 1, height: 1 });
    assert.ok(after(FIRST, ...Array.from({ length: 60 }, () => "-")).width > 0);
});

test("Shift with an arrow changes one side alone", () => {
    const wider = after(FIRST, { key: "ArrowRight", shiftKey: true });
    assert.ok(wider.width > FIRST.width);
    assert.equal(wider.height, FIRST.height);
    assert.ok(after(FIRST, { key: "ArrowDown", shiftKey: true }).height < FIRST.height);
});

test("other keys are not the frame's", () => {
    assert.equal(afterKey(FIRST, { key: "Tab" }), null);
    assert.equal(afterKey(FIRST, { key: "a" }), null);
});

test("in the frame are the points that lie in it on screen, however far the map is zoomed", () => {
    const points = [[0, 0], [4, 5], [5, 5], [9, 9]].map((place, row) => ({ row, place }));
    const area = { left: 0, top: 0, width: 100, height: 100 };
    assert.deepEqual(rowsIn(FIRST, points, scale(area, [0, 10], [0, 10])), [1, 2]);
    assert.deepEqual(rowsIn(FIRST, points, scale(area, [4.5, 5.5], [4.5, 5.5])), [2]);
});

test("the sentence counts", () => {
    assert.equal(sentenceOf(1), "1 image in the frame");
    assert.equal(sentenceOf(0), "0 images in the frame");
    assert.equal(sentenceOf(1_347), "1,347 images in the frame");
});
