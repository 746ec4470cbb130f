import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PointClick, SinglePress } from "../../../assets/browser/point_click.mjs";

let clicks;
beforeEach(() => {
    clicks = new PointClick();
});

test("in two dimensions Plotly reports a click when the button is up: it counts at once", () => {
    clicks.press({ x: 5, y: 5 });
    assert.equal(clicks.release({ x: 5, y: 5 }), null);
    assert.equal(clicks.click(0), 0);
});

test("in three dimensions it reports it when the button is down: the click counts when it goes up", () => {
    clicks.press({ x: 5, y: 5 });
    assert.equal(clicks.click(0), null);
    assert.equal(clicks.release({ x: 8, y: 9 }), 0);
    assert.equal(clicks.release({ x: 8, y: 9 }), null, "once");
});

test("a press that became a turn is no click", () => {
    clicks.press({ x: 5, y: 5 });
    clicks.click(3);
    assert.equal(clicks.release({ x: 5, y: 12 }), null);
});

test("a press that the browser took over is no click, nor is its point kept for the next one", () => {
    clicks.press({ x: 5, y: 5 });
    clicks.click(3);
    clicks.drop();
    clicks.press({ x: 5, y: 5 });
    assert.equal(clicks.release({ x: 5, y: 5 }), null);
});

test("a click that Plotly reports after the pointer was dragged over a flat chart does not count, the next one does", () => {
    clicks.press({ x: 5, y: 5 });
    assert.equal(clicks.release({ x: 90, y: 60 }), null);
    assert.equal(clicks.click(4), null);
    clicks.press({ x: 5, y: 5 });
    clicks.release({ x: 5, y: 5 });
    assert.equal(clicks.click(4), 4);
});

test("a press on a map counts once no second one can follow; two mean something else", ({ mock }) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const opened = [], single = new SinglePress();
    single.press(() => opened.push("first"));
    single.double(); // Plotly reports the double press, and after it the second press by itself
    single.press(() => opened.push("second"));
    mock.timers.runAll();
    assert.deepEqual(opened, []);
    single.press(() => opened.push("alone"));
    mock.timers.runAll();
    assert.deepEqual(opened, ["alone"]);
});
