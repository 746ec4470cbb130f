import assert from "node:assert/strict";
import { test } from "node:test";
import { screenName, visitorId } from "../../../assets/browser/visitor_cookies.mjs";

const ID = "0123456789abcdef0123456789abcdef";

test("the id is the one that the browser keeps", () => {
    assert.equal(visitorId(`a=b; digitlab_visitor=${ID}; c=d`), ID);
});

test("a browser without one, or with what is none, gets a new id, each another", () => {
    const ids = ["", "digitlab_visitor=", "digitlab_visitor=xyz", `other=${ID}`, `digitlab_visitor=${ID.slice(1)}`].map(visitorId);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});

test("a screen is narrow below 640 pixels", () => {
    assert.deepEqual([320, 639, 640, 1280].map(screenName), ["narrow", "narrow", "wide", "wide"]);
});
