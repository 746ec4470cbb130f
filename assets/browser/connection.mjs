// Whether the page hears its server: Streamlit says so at the root of the app.

const ATTRIBUTE = "data-test-connection-state";

function root() {
    return document.querySelector(`[${ATTRIBUTE}]`);
}

export function isConnected() {
    return root()?.getAttribute(ATTRIBUTE) === "CONNECTED";
}

/** Call the listener whenever that changes. @param {() => void} listener @returns {() => void} stops that */
export function followConnection(listener) {
    const observer = new MutationObserver(listener);
    observer.observe(root() ?? document.body, { attributeFilter: [ATTRIBUTE] });
    return () => observer.disconnect();
}
