import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** What was asked of the page's worker, in order. */
const asked = [];
let tell, fail;

globalThis.document = { baseURI: "http://a.school/train" };
globalThis.requestAnimationFrame = (call) => setTimeout(call, 0);
globalThis.Worker = class {
    addEventListener(kind, listener) {
        if (kind === "message") tell = (data) => listener({ data });
        else fail = listener;
    }

    postMessage({ models }) {
        asked.push(models.map(({ address }) => address));
    }
};

const { followAnswers } = await import("../../../assets/browser/live_answers.mjs");
const [FIRST, SECOND] = ["http://a.school/first", "http://a.school/second"];
/** What listeners heard. */
let heard, stops;

function follow(address) {
    stops.push(followAnswers({ address, doubter: null }, (digits) => heard.push([address, digits])));
}

function frame() {
    return new Promise((resolve) => setTimeout(resolve, 5));
}

beforeEach(async () => {
    stops?.forEach((stop) => stop());
    if (tell) tell([]);
    await frame();
    if (tell) tell([]);
    [heard, stops] = [[], []];
    asked.length = 0;
});

test("a listener that came while the worker read hears of its own model, and not that it cannot be had", async () => {
    follow("first");
    await frame();
    follow("second");
    tell([{ address: FIRST, digits: [] }]);
    assert.deepEqual(heard, [["first", []]]);
    await frame();
    assert.deepEqual(asked.at(-1), [FIRST, SECOND]);
    tell([{ address: FIRST, digits: [] }, { address: SECOND, problem: "404" }]);
    assert.deepEqual(heard.slice(1), [["first", []], ["second", null]]);
});

test("where there is no worker, all hear that nothing can be had", async () => {
    follow("first");
    await frame();
    follow("second");
    fail();
    assert.deepEqual(heard, [["first", null], ["second", null]]);
});
