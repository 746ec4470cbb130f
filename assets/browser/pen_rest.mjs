// A part of the page that follows the pen: it is run again when the pen rests, the part shows another moment, and its
// beginning is in view or above it: whoever jumps past it looks at what comes below. `unseen`: wherever it is.
import { component } from "./component.mjs";
import { RESTS, SHOWN } from "./rest_events.mjs";

const SCROLLS = "[data-testid=stMain]"; // what else clips its contents before margins around the window are added
const AND_ABOVE = "1000000px 0px 0px 0px";

export default component(({ parentElement }) => {
    let latest = null;
    let requested = null;
    let missed = null; // the newest moment, while nobody looks
    let isLookedAt = true;
    const place = parentElement.host ?? parentElement;
    const follow = ({ detail }) => {
        // One part is run at a time: what is pressed meanwhile waits for one part at most.
        if (detail.waits || detail.moment === latest.data.shown) return;
        if (!isLookedAt && !latest.data.unseen) {
            missed = detail;
            return;
        }
        detail.waits = true;
        const request = `${detail.moment} ${detail.since}`;  // a moment may come back, and is requested again then
        if (requested === request) return;
        requested = request;
        latest.setTriggerValue("rested", detail.moment);
    };
    document.addEventListener(RESTS, follow);
    const looks = new IntersectionObserver((entries) => {
        isLookedAt = entries.at(-1).isIntersecting; // a busy page is told of several changes at once, the oldest first
        if (isLookedAt && missed) document.dispatchEvent(new CustomEvent(SHOWN)); // the pen announces its moment again
        missed = null;
    }, { root: place.closest(SCROLLS), rootMargin: AND_ABOVE });
    looks.observe(place);
    return {
        update(call) {
            latest = call;
            document.dispatchEvent(new CustomEvent(SHOWN));
        },
        stop() {
            document.removeEventListener(RESTS, follow);
            looks.disconnect();
        },
    };
});
