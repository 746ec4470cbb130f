import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PenStrokes } from "../../../assets/browser/pen_strokes.mjs";

let pen;
beforeEach(() => {
    pen = new PenStrokes();
    pen.begin(7, []);
});

function draw(...points) {
    pen.down(points[0]);
    for (const point of points.slice(1)) pen.move(point);
    pen.up();
}

/** What the server hears: the number and the strokes of each drawing. */
function told() {
    return pen.message.drawings.map(({ number, strokes }) => [number, strokes]);
}

test("a message has the strokes on the sheet, flat", () => {
    draw([1, 2], [3, 4]);
    draw([5, 6]);
    assert.deepEqual(pen.message, {
        sheet: 7, change: pen.change, drawings: [{ number: 1, strokes: [[1, 2, 3, 4], [5, 6]] }],
    });
});

test("the stroke in progress is on the sheet, and not in a message", () => {
    pen.down([1, 1]);
    pen.move([2, 2]);
    assert.deepEqual(pen.all, [[[1, 1], [2, 2]]]);
    assert.deepEqual(told(), [[1, []]]);
});

test("each change is counted, and a message that is sent catches up with it", () => {
    assert.equal(pen.isAhead, false);
    draw([1, 1]);
    assert.equal(pen.isAhead, true);
    pen.sent = pen.message.change;
    assert.equal(pen.isAhead, false);
    pen.undo();
    assert.equal(pen.isAhead, true);
});

test("undo and redo lead back to the same drawing", () => {
    draw([1, 1]);
    pen.undo();
    assert.deepEqual(told(), [[1, []]]);
    pen.redo();
    assert.deepEqual(told(), [[1, [[1, 1]]]]);
});

test("what is drawn after everything was undone is another drawing", () => {
    draw([1, 1]);
    pen.undo();
    draw([2, 2]);
    assert.deepEqual(told(), [[2, [[2, 2]]]]);
    pen.redo();
    assert.deepEqual(told(), [[2, [[2, 2]]]]);
});

test("a drawing that was cleared is told until it is stored", () => {
    draw([1, 1]);
    pen.clear();
    draw([2, 2]);
    assert.deepEqual(told(), [[1, [[1, 1]]], [2, [[2, 2]]]]);
    pen.isStored(1);
    assert.deepEqual(told(), [[2, [[2, 2]]]]);
});

test("clear on an empty sheet is no drawing, and cannot be undone", () => {
    pen.clear();
    pen.clear();
    draw([1, 1]);
    pen.clear();
    pen.undo();
    assert.deepEqual(told(), [[1, [[1, 1]]], [2, []]]);
});

test("strokes that a sheet began with are not undone", () => {
    pen.begin(8, [[[1, 1]]]);
    pen.undo();
    assert.deepEqual(pen.all, [[[1, 1]]]);
    draw([2, 2]);
    pen.undo();
    assert.deepEqual(pen.all, [[[1, 1]]]);
});

test("without a connection for long, the newest drawings are kept", () => {
    for (let number = 1; number <= 30; number += 1) {
        draw([number, number]);
        pen.clear();
    }
    const numbers = told().map(([number]) => number);
    assert.deepEqual([numbers[0], numbers.length, numbers.at(-1)], [11, 21, 31]);
});
