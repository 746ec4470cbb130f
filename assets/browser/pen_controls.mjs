// Undo, redo and clear: as buttons and as keys.

/** @typedef {"Undo" | "Redo" | "Clear"} Action */

/** @type {[Action, string][]} */
const BUTTONS = [["Undo", "Control+Z"], ["Redo", "Control+Shift+Z"], ["Clear", "Delete"]];
const FIELDS = /^(INPUT|TEXTAREA|SELECT)$/;

/**
 * @param {(action: Action) => void} act
 * @returns {HTMLElement}
 */
export function makeButtons(act) {
    const group = document.createElement("div");
    group.className = "buttons";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "The drawing");
    for (const [action, keys] of BUTTONS) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = action;
        button.title = `${action} (${keys.replace("Control", "Ctrl")})`;
        button.setAttribute("aria-keyshortcuts", keys);
        button.addEventListener("click", () => act(action));
        group.append(button);
    }
    return group;
}

/**
 * What a key asks for; nothing while somebody types elsewhere.
 *
 * @param {KeyboardEvent} event
 * @returns {Action | null}
 */
export function actionOf(event) {
    const isTyping = event.composedPath().some((node) => node.isContentEditable || FIELDS.test(node.tagName));
    if (isTyping || event.altKey) return null;
    const key = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey;
    if (control && key === "z") return event.shiftKey ? "Redo" : "Undo";
    if (control && key === "y") return "Redo";
    return !control && (key === "delete" || key === "backspace") ? "Clear" : null;
}
