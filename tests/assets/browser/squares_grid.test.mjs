import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SquaresGrid } from "../../../assets/browser/squares_grid.mjs";

let grid;
beforeEach(() => {
    grid = new SquaresGrid(8, []);
});

test("the cursor begins in the middle, and space fills and empties", () => {
    assert.equal(grid.press(" "), true);
    assert.deepEqual([...grid.filled].sort((one, other) => one - other), [4 * 8 + 4]);
    assert.deepEqual([grid.y + 1, grid.x + 1, grid.isOnInk], [5, 5, true]);
    grid.press(" ");
    assert.deepEqual([...grid.filled].sort((one, other) => one - other), []);
    assert.equal(grid.isOnInk, false);
});

test("arrows move, and change nothing", () => {
    assert.equal(grid.press("ArrowLeft"), false);
    assert.equal(grid.press("ArrowUp"), false);
    assert.deepEqual([grid.x, grid.y, [...grid.filled].sort((one, other) => one - other)], [3, 3, []]);
});

test("an arrow with Shift draws a line from where the cursor was", () => {
    assert.equal(grid.press("ArrowRight", { shift: true }), true);
    grid.press("ArrowDown", { shift: true });
    assert.deepEqual([...grid.filled].sort((one, other) => one - other), [36, 37, 45]);
});

test("the cursor stays on the grid", () => {
    for (let step = 0; step < 20; step += 1) {
        grid.press("ArrowRight");
        grid.press("ArrowDown");
    }
    assert.equal(grid.position, 63);
    for (let step = 0; step < 20; step += 1) {
        grid.press("ArrowLeft");
        grid.press("ArrowUp");
    }
    assert.equal(grid.position, 0);
});

test("a stroke fills, or empties where it began on a filled square", () => {
    grid.beginStroke(0.01, 0.01);
    grid.continueStroke(0.2, 0.01);
    grid.endStroke();
    assert.deepEqual([...grid.filled].sort((one, other) => one - other), [0, 1]);
    grid.beginStroke(0.2, 0.01);
    grid.continueStroke(0.3, 0.01);
    assert.deepEqual([...grid.filled].sort((one, other) => one - other), [0]);
});

test("a stroke that leaves the grid goes on along its edge", () => {
    grid.beginStroke(0.99, 0.99);
    grid.continueStroke(1.7, -0.4);
    assert.deepEqual([...grid.filled].sort((one, other) => one - other), [7, 63]);
});

test("only its own keys are taken from the page", () => {
    assert.deepEqual(["ArrowUp", " ", "Tab", "a", "toString"].map(SquaresGrid.takes), [true, true, false, false, false]);
});

test("squares that are filled one beside the other are one stroke", () => {
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) grid.press(key, { shift: true });
    assert.deepEqual(grid.strokes, [[36, 37, 38, 46]]);
    grid.press("ArrowLeft");
    grid.press("ArrowLeft");
    grid.press("ArrowLeft");
    grid.press(" ");
    assert.deepEqual(grid.strokes, [[36, 37, 38, 46], [43]]);
    assert.deepEqual(grid.points(10)[1], [[35, 55]]);
});

test("a stroke falls into pieces where a square is emptied", () => {
    for (let step = 0; step < 3; step += 1) grid.press("ArrowRight", { shift: true });
    grid.press("ArrowLeft");
    grid.press(" ");
    assert.deepEqual(grid.strokes, [[36, 37], [39]]);
});
