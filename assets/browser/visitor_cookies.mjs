// What the browser keeps of its visitor: a random id, and how wide the screen is.

/**
 * The id in the cookies, or a new one.
 *
 * @param {string} cookies as `document.cookie` has them
 */
export function visitorId(cookies) {
    return cookies.match(/digitlab_visitor=([0-9a-f]{32})/)?.[1] ?? newId();
}

// `crypto.randomUUID` is missing where a page is served without TLS to other machines (a classroom);
// `getRandomValues` is not.
function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} widthPx of the window */
export function screenName(widthPx) {
    return widthPx < 640 ? "narrow" : "wide";
}
