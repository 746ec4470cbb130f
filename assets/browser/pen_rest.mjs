// A part of the page that follows the pen: it is run again when the pen rests and the part shows another moment.
import { component } from "./component.mjs";
import { RESTS, SHOWN } from "./rest_events.mjs";

export default component(() => {
    let latest = null;
    let requested = null;
    const follow = ({ detail }) => {
        // One part is run at a time: what is pressed meanwhile waits for one part at most.
        if (detail.waits || detail.moment === latest.data.shown) return;
        detail.waits = true;
        const request = `${detail.moment} ${detail.since}`;  // a moment may come back, and is requested again then
        if (requested === request) return;
        requested = request;
        latest.setTriggerValue("rested", detail.moment);
    };
    document.addEventListener(RESTS, follow);
    return {
        update(call) {
            latest = call;
            document.dispatchEvent(new CustomEvent(SHOWN));
        },
        stop() {
            document.removeEventListener(RESTS, follow);
        },
    };
});
