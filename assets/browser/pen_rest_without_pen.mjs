// Where there is no pen: has the parts that follow it shown anew, once nothing has changed for a moment.
import { component } from "./component.mjs";
import { SHOWN, announceRest, stir } from "./rest_events.mjs";

const REST_MS = 350;  // so a row of keys is one request

export default component(() => {
    let moment = null;
    let since = 0;
    let timer = 0;
    const wait = () => {
        stir();
        clearTimeout(timer);
        timer = setTimeout(() => announceRest(moment, since), REST_MS);
    };
    document.addEventListener(SHOWN, wait);
    return {
        update({ data }) {
            if (moment !== data.moment) since = performance.now();
            moment = data.moment;
            wait();
        },
        stop() {
            clearTimeout(timer);
            document.removeEventListener(SHOWN, wait);
        },
    };
});
