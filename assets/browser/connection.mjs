// Whether the page hears its server, which Streamlit says at the root of the app, and how to go on where it does not.

const ATTRIBUTE = "data-test-connection-state";

function root() {
    return document.querySelector(`[${ATTRIBUTE}]`);
}

export function isConnected() {
    return root()?.getAttribute(ATTRIBUTE) === "CONNECTED";
}

/**
 * Call the listener whenever that changes, and keep the page usable meanwhile.
 *
 * Without a connection Streamlit opens a window, which `style.css` hides, and makes all that lies below it inert.
 *
 * @param {() => void} listener @returns {() => void} stops that
 */
export function followConnection(listener) {
    const changes = new MutationObserver(listener);
    changes.observe(root() ?? document.body, { attributeFilter: [ATTRIBUTE] });
    const inert = new MutationObserver((records) => {
        if (!isConnected()) for (const { target } of records) target.inert = false;
    });
    inert.observe(document.body, { attributeFilter: ["inert"], subtree: true });
    return () => {
        changes.disconnect();
        inert.disconnect();
    };
}
