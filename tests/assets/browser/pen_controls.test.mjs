import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf } from "../../../assets/browser/pen_controls.mjs";

/** A key pressed on elements of these kinds, the innermost first. */
function key(name, { on = [{ tagName: "DIV" }], ...modifiers } = {}) {
    const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
    return { key: name, ...none, ...modifiers, composedPath: () => [...on, {}] };
}

test("keys undo, redo and clear, on a Mac too", () => {
    assert.equal(actionOf(key("z", { ctrlKey: true })), "Undo");
    assert.equal(actionOf(key("z", { metaKey: true })), "Undo");
    assert.equal(actionOf(key("Z", { ctrlKey: true, shiftKey: true })), "Redo");
    assert.equal(actionOf(key("y", { ctrlKey: true })), "Redo");
    assert.equal(actionOf(key("Delete")), "Clear");
    assert.equal(actionOf(key("Backspace")), "Clear");
});

test("other keys are left alone", () => {
    for (const other of [key("z"), key("a", { ctrlKey: true }), key("Delete", { ctrlKey: true }), key("Delete", { altKey: true })]) {
        assert.equal(actionOf(other), null);
    }
});

test("who types elsewhere is left alone", () => {
    for (const field of [{ tagName: "INPUT" }, { tagName: "TEXTAREA" }, { tagName: "SELECT" }, { tagName: "DIV", isContentEditable: true }]) {
        assert.equal(actionOf(key("Backspace", { on: [field, { tagName: "DIV" }] })), null);
    }
});
