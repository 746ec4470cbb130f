import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOnCanvas } from "../../../assets/browser/pen_canvas.mjs";

const BOX = { left: 10.5, top: 20.25, width: 400, height: 400 };

test("a finger is where it is, to a hundredth of a pixel", () => {
    const event = { pointerType: "touch", clientX: 110.129, clientY: 220.3 };
    assert.deepEqual(placeOnCanvas(event, BOX, 400), [99.63, 200.05]);
});

test("a mouse is on whole pixels of the page, as the canvas gets it", () => {
    const event = { pointerType: "mouse", clientX: 110.9, clientY: 220.9 };
    assert.deepEqual(placeOnCanvas(event, BOX, 400), [99.5, 199.75]);
});

test("a canvas that is shown smaller than it is counts in its own pixels", () => {
    const event = { pointerType: "pen", clientX: 110.5, clientY: 70.25 };
    assert.deepEqual(placeOnCanvas(event, { ...BOX, width: 200 }, 400), [200, 100]);
});
