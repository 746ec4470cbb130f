import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { StillPage } from "../../../assets/browser/still_page.mjs";

const RESTS = { connection: "CONNECTED", script: "notRunning", isHidden: false };
let seconds;
let page;
beforeEach(() => {
    seconds = 0;
    page = new StillPage(() => 1000 * seconds);
});

test("a page on which nothing has moved for eight seconds stands still, and gets eight seconds more", () => {
    seconds = 7.9;
    assert.equal(page.isStill(RESTS, 8), false);
    seconds = 8;
    assert.equal(page.isStill(RESTS, 8), true);
    seconds = 15.9;
    assert.equal(page.isStill(RESTS, 8), false);
    seconds = 16;
    assert.equal(page.isStill(RESTS, 8), true);
});

test("what moves keeps it from standing still", () => {
    seconds = 7;
    page.noteMove();
    seconds = 14;
    assert.equal(page.isStill(RESTS, 8), false);
});

test("a run that takes long, a lost connection and a hidden page are no standstill", () => {
    seconds = 100;
    for (const state of [{ script: "running" }, { connection: "CONNECTING" }, { connection: null }, { isHidden: true }]) {
        assert.equal(page.isStill({ ...RESTS, ...state }, 8), false);
    }
    assert.equal(page.isStill(RESTS, 8), true);
});
