// Undo, redo and clear: as buttons and as keys.

/** @typedef {"Undo" | "Redo" | "Clear"} Action */

/** @type {[Action, string][]} */
const BUTTONS = [["Undo", "Control+Z"], ["Redo", "Control+Shift+Z"], ["Clear", "Delete"]];
const FIELDS = /^(INPUT|TEXTAREA|SELECT)$/;

/**
 * The buttons, still without their names.
 *
 * @param {(action: Action) => void} act
 * @returns {HTMLElement}
 */
export function makeButtons(act) {
    const group = document.createElement("div");
    group.className = "buttons";
    group.setAttribute("role", "group");
    for (const [action, keys] of BUTTONS) {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-keyshortcuts", keys);
        button.addEventListener("click", () => act(action));
        group.append(button);
    }
    return group;
}

/**
 * Name them in the page's language.
 *
 * @param {HTMLElement} group @param {Record<string, string>} words by action
 */
export function nameButtons(group, words) {
    group.setAttribute("aria-label", words.drawing);
    BUTTONS.forEach(([action, keys], place) => {
        const button = /** @type {HTMLButtonElement} */ (group.children[place]);
        const name = words[action.toLowerCase()];
        if (button.textContent !== name) button.textContent = name;
        button.title = `${name} (${keys.replace("Control", words.control)})`;
    });
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
