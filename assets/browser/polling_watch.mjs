// Notices when the page has stopped polling, and has it run again.
import { component } from "./component.mjs";
import { StillPage } from "./still_page.mjs";

const SCRIPT_STATE = "data-test-script-state";
const CHECK_EACH_MS = 1000;

export default component(() => {
    const app = document.querySelector(".stApp");
    const page = new StillPage();
    const noteMove = () => page.noteMove();
    const observer = new MutationObserver(noteMove);
    observer.observe(app, { attributes: true, attributeFilter: [SCRIPT_STATE] });
    document.addEventListener("visibilitychange", noteMove);
    let latest = null;
    const timer = setInterval(() => {
        const state = {
            connection: app.getAttribute("data-test-connection-state"),
            script: app.getAttribute(SCRIPT_STATE),
            isHidden: document.hidden,
        };
        if (page.isStill(state, latest.data.seconds)) latest.setTriggerValue("still", page.movedAt);
    }, CHECK_EACH_MS);
    return {
        update(call) {
            latest = call;
        },
        stop() {
            clearInterval(timer);
            observer.disconnect();
            document.removeEventListener("visibilitychange", noteMove);
        },
    };
});
