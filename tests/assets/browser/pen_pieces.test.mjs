import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { PenPieces } from "../../../assets/browser/pen_pieces.mjs";

/** What was sent, newest last. */
let sent;
let pieces;

function update(data = {}) {
    pieces.update({ sheet: 1, pace: "pieces", answered: 0, ...data });
}

/** The server answers what was sent last, `ms` later. */
function answerAfter(ms) {
    mock.timers.tick(ms);
    update({ answered: sent.at(-1).number });
}

function drawStroke(...places) {
    pieces.begin(places[0]);
    for (const place of places.slice(1)) pieces.move(place);
    pieces.end();
}

beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
    sent = [];
    pieces = new PenPieces(0, (piece) => sent.push(piece), Date.now);
    update();
});

describe("while a stroke is drawn", () => {
    test("nothing is sent for the first 90 ms, then all of the stroke so far", () => {
        pieces.begin([1, 2]);
        pieces.move([3, 4]);
        mock.timers.tick(89);
        assert.deepEqual(sent, []);
        pieces.move([5, 6]);
        mock.timers.tick(1);
        assert.deepEqual(sent, [{ number: 1, sheet: 1, strokes: [[1, 2, 3, 4, 5, 6]], is_down: true }]);
    });

    test("the next piece waits for the answer, and then for twice as long as the answer took", () => {
        pieces.begin([0, 0]);
        pieces.move([1, 1]);
        mock.timers.tick(90);
        pieces.move([2, 2]);
        mock.timers.tick(200);
        assert.equal(sent.length, 1, "not answered yet");
        answerAfter(100);
        mock.timers.tick(299);
        assert.equal(sent.length, 1, "300 ms for the answer, so 600 ms between pieces");
        mock.timers.tick(1);
        assert.deepEqual(sent[1].strokes, [[0, 0, 1, 1, 2, 2]]);
    });

    test("an answer without new points since leads to no piece", () => {
        pieces.begin([0, 0]);
        pieces.move([1, 1]);
        mock.timers.tick(90);
        answerAfter(10);
        mock.timers.tick(1000);
        assert.equal(sent.length, 1);
    });

    test("a piece is a copy: points drawn later do not get into it", () => {
        pieces.begin([0, 0]);
        pieces.move([1, 1]);
        mock.timers.tick(90);
        pieces.move([2, 2]);
        assert.deepEqual(sent[0].strokes, [[0, 0, 1, 1]]);
    });
});

describe("when a stroke has ended", () => {
    test("it is sent at once", () => {
        drawStroke([0, 0], [1, 1]);
        assert.deepEqual(sent, [{ number: 1, sheet: 1, strokes: [[0, 0, 1, 1]], is_down: false }]);
    });

    test("it waits for an answer that is on its way, but not any longer", () => {
        drawStroke([0, 0], [1, 1]);
        mock.timers.tick(20);
        drawStroke([5, 5], [6, 6]);
        assert.equal(sent.length, 1);
        answerAfter(30);
        assert.deepEqual(sent[1].strokes, [[0, 0, 1, 1], [5, 5, 6, 6]]);
    });

    test("an older answer does not count", () => {
        drawStroke([0, 0], [1, 1]);
        answerAfter(10);
        drawStroke([5, 5], [6, 6]);
        update({ answered: 1 });
        assert.equal(pieces.isAnswered, false);
    });

    test("it is left out after 1.5 s: the canvas has sent it itself", () => {
        drawStroke([0, 0], [1, 1]);
        answerAfter(10);
        mock.timers.tick(1490);
        drawStroke([5, 5], [6, 6]);
        assert.deepEqual(sent[1].strokes, [[5, 5, 6, 6]]);
    });

    test("half a stroke does not stay the last word, even when the canvas has sent the whole", () => {
        pieces.begin([0, 0]);
        pieces.move([1, 1]);
        mock.timers.tick(90);
        pieces.end();
        mock.timers.tick(1000);
        answerAfter(600);
        assert.deepEqual(sent.at(-1), { number: 2, sheet: 1, strokes: [], is_down: false });
    });
});

describe("an answer that never comes", () => {
    test("is asked for again after four seconds, with the stroke in progress only", () => {
        drawStroke([0, 0], [1, 1]);
        pieces.begin([5, 5]);
        pieces.move([6, 6]);
        mock.timers.tick(3999);
        assert.equal(sent.length, 1);
        mock.timers.tick(1);
        assert.deepEqual(sent[1], { number: 2, sheet: 1, strokes: [[5, 5, 6, 6]], is_down: true });
    });

    test("is asked for again and again, until it comes", () => {
        drawStroke([0, 0], [1, 1]);
        mock.timers.tick(4000);
        mock.timers.tick(4000);
        assert.deepEqual(sent.map((piece) => piece.number), [1, 2, 3]);
        update({ answered: 3 });
        mock.timers.tick(60_000);
        assert.equal(sent.length, 3);
    });

    test("is not asked for by a pen that is gone", () => {
        drawStroke([0, 0], [1, 1]);
        pieces.stop();
        mock.timers.tick(60_000);
        assert.equal(sent.length, 1);
    });
});

describe("on a busy server", () => {
    test("whole strokes are sent, and no pieces", () => {
        update({ pace: "strokes" });
        pieces.begin([0, 0]);
        pieces.move([1, 1]);
        mock.timers.tick(1000);
        assert.deepEqual(sent, []);
        pieces.end();
        assert.deepEqual(sent.map((piece) => piece.is_down), [false]);
    });

    test("that is full, nothing is sent: the canvas does", () => {
        update({ pace: "canvas" });
        drawStroke([0, 0], [1, 1]);
        mock.timers.tick(1000);
        assert.deepEqual(sent, []);
    });

    test("that became full in the middle of a stroke, its end is sent all the same", () => {
        pieces.begin([0, 0]);
        pieces.move([1, 1]);
        mock.timers.tick(90);
        update({ pace: "canvas", answered: 1 });
        pieces.move([2, 2]);
        pieces.end();
        assert.deepEqual(sent[1], { number: 2, sheet: 1, strokes: [[0, 0, 1, 1, 2, 2]], is_down: false });
    });

    test("a drawing settles later, and later still where answers take long", () => {
        assert.equal(pieces.restMs, 350);
        update({ pace: "strokes" });
        assert.equal(pieces.restMs, 1500);
        update({ pace: "canvas" });
        assert.equal(pieces.restMs, 4000);
        update();
        drawStroke([0, 0], [1, 1]);
        answerAfter(700);
        assert.equal(pieces.restMs, 2100);
    });
});

describe("what is taken back", () => {
    test("is replaced by nothing, once", () => {
        drawStroke([0, 0], [1, 1]);
        pieces.takeBack();
        assert.deepEqual(sent[1], { number: 2, sheet: 1, strokes: [], is_down: false });
        pieces.takeBack();
        assert.equal(sent.length, 2);
    });

    test("may be the ink of a pen before this one", () => {
        assert.equal(pieces.hasInk, true);
        pieces.takeBack();
        assert.equal(sent.length, 1);
        assert.equal(pieces.hasInk, false);
    });

    test("does not come back with the next stroke, nor does what was on another sheet", () => {
        for (const forget of [() => pieces.takeBack(), () => update({ sheet: 2, answered: 1 })]) {
            drawStroke([0, 0], [1, 1]);
            answerAfter(10);
            forget();
            answerAfter(10);
            drawStroke([5, 5], [6, 6]);
            assert.deepEqual(sent.at(-1).strokes, [[5, 5, 6, 6]]);
            answerAfter(10);
        }
    });
});

test("a pen counts on from what the server has answered to the one before", () => {
    pieces = new PenPieces(17, (piece) => sent.push(piece), Date.now);
    update({ answered: 17 });
    drawStroke([0, 0], [1, 1]);
    assert.equal(sent[0].number, 18);
});
