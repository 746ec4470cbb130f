import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { component, filled } from "../../../assets/browser/component.mjs";

/** What happened to the views, in order. */
let events;
let run;
let element;

beforeEach(() => {
    events = [];
    element = { isConnected: true };
    let made = 0;
    run = component(() => {
        made += 1;
        const name = `view ${made}`;
        events.push(`${name} made`);
        return {
            update: ({ data }) => events.push(`${name} shows ${data}`),
            stop: () => events.push(`${name} stopped`),
        };
    });
});

function call(data, parentElement = element) {
    return run({ data, parentElement });
}

test("an element keeps one view, which gets the newest data", () => {
    call("a");
    call("b");
    assert.deepEqual(events, ["view 1 made", "view 1 shows a", "view 1 shows b"]);
});

test("each element has a view of its own", () => {
    call("a");
    call("b", { isConnected: true });
    assert.deepEqual(events.filter((event) => event.endsWith("made")), ["view 1 made", "view 2 made"]);
});

test("when the element goes, its view is stopped once", () => {
    call("a");
    const cleanUp = call("b");
    element.isConnected = false;
    cleanUp();
    cleanUp();
    assert.deepEqual(events.slice(-2), ["view 1 shows b", "view 1 stopped"]);
});

test("the cleanup of a call that was overtaken leaves the view to the later call, also when that comes after it", () => {
    const first = call("a");
    first();
    const second = call("b");
    first();
    assert.deepEqual(events, ["view 1 made", "view 1 shows a", "view 1 shows b"]);
    element.isConnected = false;
    second();
    assert.equal(events.at(-1), "view 1 stopped");
});

test("a call that comes after its element has gone leaves nothing behind", () => {
    const first = call("a");
    element.isConnected = false;
    first();
    call("b")();
    assert.deepEqual(events.slice(2), ["view 1 stopped", "view 2 made", "view 2 shows b", "view 2 stopped"]);
});

test("a call that fails leaves the cleanup of the one before in force", () => {
    const stops = [];
    run = component(() => ({
        update({ data }) {
            if (data === "bad") throw new Error("bad data");
        },
        stop: () => stops.push("stopped"),
    }));
    const cleanUp = call("good");
    assert.throws(() => call("bad"), /bad data/);
    element.isConnected = false;
    cleanUp();
    assert.deepEqual(stops, ["stopped"]);
});

test("a sentence of the server's gets our values, and a brace without one stays", () => {
    assert.equal(filled("Digit {number} of {count}", { number: 2 }), "Digit 2 of {count}");
    assert.equal(filled("{answer}", { answer: "{count}", count: 3 }), "{count}");
});
