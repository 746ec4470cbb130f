import assert from "node:assert/strict";
import { test } from "node:test";
import { moveTurns, viewOf, zoomTurns } from "../../../assets/browser/map_zoom.mjs";

const AREA = { left: 100, bottom: 600, width: 500, height: 400 };

function around([low, high], share, factor) {
    const fixed = low + (high - low) * share;
    return [fixed + (low - fixed) * factor, fixed + (high - fixed) * factor];
}

/** What Plotly makes of turns: of a turn no more than 20 counts. */
function turned({ xs, ys }, turns) {
    return turns.reduce((view, { deltaY, clientX, clientY }) => {
        const factor = Math.exp(Math.min(20, Math.max(-20, deltaY)) / 200);
        return {
            xs: around(view.xs, (clientX - AREA.left) / AREA.width, factor),
            ys: around(view.ys, (AREA.bottom - clientY) / AREA.height, factor),
        };
    }, { xs, ys });
}

function assertNear(actual, expected) {
    actual.forEach((value, at) => assert.ok(Math.abs(value - expected[at]) < 1e-9, `${actual} is not ${expected}`));
}

test("fingers that spread to three times their distance show a third, and what is between them stays there", () => {
    const { xs, ys } = turned({ xs: [0, 50], ys: [0, 40] }, zoomTurns(1 / 3, 350, 500));
    assertNear(xs, [25 - 25 / 3, 25 + 25 / 3]);
    assertNear(ys, [10 - 10 / 3, 10 + 30 / 3]);
});

test("fingers that come together show more", () => {
    const { xs } = turned({ xs: [0, 50], ys: [0, 40] }, zoomTurns(1.5, 100, 600));
    assertNear(xs, [0, 75]);
});

test("fingers at the same distance turn nothing", () => {
    assert.deepEqual(zoomTurns(1, 350, 500), []);
    assert.deepEqual(moveTurns(0, 0, AREA), []);
});

test("what is shown goes along with the fingers, and is as large as before", () => {
    const { xs, ys } = turned({ xs: [0, 50], ys: [0, 40] }, moveTurns(100, -40, AREA));
    assertNear(xs, [-10, 40]); // to the right by a fifth of its width
    assertNear(ys, [-4, 36]); // and up
});

test("a map as it is laid has no view to keep", () => {
    const whole = { xaxis: { range: [0, 1], autorange: true }, yaxis: { range: [0, 1], autorange: true }, uirevision: "a" };
    assert.equal(viewOf({ _fullLayout: whole }), null);
    const close = { ...whole, xaxis: { range: [0.2, 0.4], autorange: false } };
    assert.deepEqual(viewOf({ _fullLayout: close }), { laid: "a", xs: [0.2, 0.4], ys: [0, 1] });
    assert.equal(viewOf({ _fullLayout: {} }), null, "in space");
});
