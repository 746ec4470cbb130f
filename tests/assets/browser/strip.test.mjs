import assert from "node:assert/strict";
import test from "node:test";

globalThis.fetch = async () => ({ ok: true, text: async () => "" });
globalThis.document = { baseURI: "http://a.school/classroom" };
const { heldStill } = await import("../../../assets/browser/strip.mjs");

const drawing = (id, place, state) => ({ id, place, state, caption: "", name: "" });

test("under the pointer no drawing comes, goes or moves, and each shows what became of it", () => {
    const shown = { places: 2, sprite: "old", drawings: [drawing("a", 0, "shown"), drawing("b", 1, "shown")] };
    const newest = { places: 2, sprite: "new", drawings: [drawing("c", 0, "shown"), drawing("b", 1, "hidden")] };
    const held = heldStill(shown, newest);
    assert.deepEqual(held.drawings.map(({ id, place, state }) => [id, place, state]), [["a", 0, "shown"], ["b", 1, "hidden"]]);
    assert.equal(held.sprite, "old");
});
