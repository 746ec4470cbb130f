// Keeps the teacher's key for as long as the tab is open, through reloads, and gives it to the server that asks for it.

const NAME = "digitlab_desk";

/** @param {import("./component.mjs").Component} component */
export default function ({ data, setStateValue }) {
    if (data.key) sessionStorage.setItem(NAME, data.key);
    else if (data.isLeft) sessionStorage.removeItem(NAME);
    const kept = data.isAsked && sessionStorage.getItem(NAME);
    if (kept) setStateValue("key", kept);
}
