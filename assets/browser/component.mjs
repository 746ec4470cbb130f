// What all components of the app have in common: how Streamlit's calls become one view of an element, and its style.

/**
 * @typedef {object} Component what Streamlit calls a component with, each time its data has changed
 * @property {any} data
 * @property {ParentNode & Node} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * @typedef {object} View
 * @property {(component: Component) => void} update called with the newest data, also right after the view was made
 * @property {() => void} [stop] called once, when the element goes
 */

/**
 * The function that Streamlit wants, from one that makes a view: each element gets one view, which is kept until it goes.
 *
 * @param {(component: Component) => View} makeView
 * @param {string} [css] for the component's shadow root
 */
export function component(makeView, css = "") {
    /** @type {WeakMap<Node, View>} */
    const views = new WeakMap();
    return (call) => {
        const place = call.parentElement;
        if (!views.has(place)) views.set(place, makeView(call));
        if (css) putStyle(place, css);
        views.get(place).update(call);
        return () => {
            // Streamlit also cleans up after a call that was overtaken by one with newer data, which needs the view.
            if (place.isConnected) return;
            views.get(place)?.stop?.();
            views.delete(place);
        };
    };
}

/**
 * The text of a style sheet beside a module. It waits, so that nothing is shown before its style is there.
 *
 * @param {URL} address
 */
export async function styleSheet(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} did not load: ${answer.status}`);
    return answer.text();
}

/** @param {ParentNode & Node} place @param {string} css */
function putStyle(place, css) {
    if (place.querySelector("style.component")) return;
    const style = document.createElement("style");
    style.className = "component";
    style.textContent = css;
    place.append(style);
}

/**
 * A sentence of the server's with our values in its braces: "Digit {number}".
 *
 * @param {string} sentence @param {Record<string, unknown>} values
 */
export function filled(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (brace, name) => String(values[name] ?? brace));
}

/** Put words into an element, unless it has them: the browser lays out the page again for the same ones too. @param {Element} place @param {string} words */
export function putWords(place, words) {
    if (place.textContent !== words) place.textContent = words;
}

/** A new element of this kind and class. @param {string} tag @param {string} [className] */
export function element(tag, className = "") {
    return Object.assign(document.createElement(tag), { className });
}
