import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

/** Components talk to each other through events of the document only. */
let requests;
let cleanUps;

beforeEach(() => {
    globalThis.document = Object.assign(new EventTarget(), { documentElement: { dataset: {} } });
    globalThis.IntersectionObserver = Looks;
    mock.timers.enable({ apis: ["setTimeout"] });
    requests = [];
    cleanUps = [];
});

afterEach(() => {
    for (const cleanUp of cleanUps) cleanUp();
    mock.timers.reset();
    delete globalThis.document;
});

const { default: follow } = await import("../../../assets/browser/pen_rest.mjs");
const { default: restWithoutPen } = await import("../../../assets/browser/pen_rest_without_pen.mjs");
const { announceRest } = await import("../../../assets/browser/rest_events.mjs");

/** Whether a part is looked at, which a browser says some time after it was asked. */
class Looks {
    static say;
    constructor(tell) {
        Looks.say = (isIntersecting) => tell([{ isIntersecting }]);
    }

    observe() {}

    disconnect() {}
}

/** A part of the page that shows a moment; gives its element, with which it is shown anew. */
function part(name, shown, parentElement = { closest: () => null }) {
    const setTriggerValue = (event, moment) => requests.push(`${name} ${event} ${moment}`);
    cleanUps.push(follow({ data: { shown }, parentElement, setTriggerValue }));
    return parentElement;
}

test("a part that shows another moment is run, one that shows it already is not", () => {
    part("history", "b");
    assert.equal(announceRest("b", 0), true);
    assert.equal(announceRest("c", 1), false);
    assert.deepEqual(requests, ["history rested c"]);
});

test("parts are run one at a time", () => {
    const history = part("history", "a");
    part("details", "a");
    announceRest("b", 0);
    assert.deepEqual(requests, ["history rested b"]);
    part("history", "b", history);
    announceRest("b", 0);
    assert.deepEqual(requests, ["history rested b", "details rested b"]);
});

test("a part is asked once for a moment, and again when the moment comes back", () => {
    part("history", "a");
    announceRest("b", 0);
    assert.equal(announceRest("b", 0), false, "it still waits");
    assert.deepEqual(requests, ["history rested b"]);
    announceRest("b", 500);
    assert.deepEqual(requests, ["history rested b", "history rested b"]);
});

test("a part that is gone is not asked", () => {
    const element = part("history", "a");
    element.isConnected = false;
    cleanUps.pop()();
    assert.equal(announceRest("b", 0), true);
    assert.deepEqual(requests, []);
});

test("without a pen, parts follow 350 ms after the last change", () => {
    part("history", "a");
    const parentElement = {};
    cleanUps.push(restWithoutPen({ data: { moment: "b" }, parentElement }));
    mock.timers.tick(349);
    cleanUps.push(restWithoutPen({ data: { moment: "c" }, parentElement }));
    mock.timers.tick(349);
    assert.deepEqual(requests, []);
    mock.timers.tick(1);
    assert.deepEqual(requests, ["history rested c"]);
});

test("without a pen, the next part follows after the one before was shown", () => {
    const history = part("history", "a");
    part("details", "a");
    cleanUps.push(restWithoutPen({ data: { moment: "b" }, parentElement: {} }));
    mock.timers.tick(350);
    part("history", "b", history);
    mock.timers.tick(350);
    assert.deepEqual(requests, ["history rested b", "details rested b"]);
});

test("a part that nobody looks at is run when somebody does", () => {
    part("history", "a");
    Looks.say(false);
    assert.equal(announceRest("b", 0), true, "nobody waits for it");
    assert.deepEqual(requests, []);
    globalThis.document.addEventListener("digitlab-shown", () => announceRest("b", 0), { once: true });
    Looks.say(true);
    assert.deepEqual(requests, ["history rested b"]);
});
