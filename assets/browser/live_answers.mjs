// Answers while the pen moves: the ink goes to the page's worker, at most once in a frame, and the newest ink wins.
import { followInk, inkNow } from "./ink.mjs";

/**
 * @typedef {object} Model
 * @property {string} address of its file, relative to the page
 * @property {boolean} [layers] whether what comes out of each layer is wanted too
 * @property {string | null} doubter the model whose doubt counts where this one has none; null where its classes are no digits
 */

/**
 * @callback Listener
 * @param {import("./drawing_reader.mjs").Reading[] | null} digits null where the model cannot be had
 * @param {import("./ink.mjs").Ink} ink that was read
 */

/** @type {Map<Listener, Model>} */
const followers = new Map();
/** @type {Worker | null} kept for as long as the page is open, through runs of the script and changes of the page */
let worker = null;
/** @type {import("./ink.mjs").Ink | null} what the worker reads just now */
let read = null;
let isNewer = false;
let isFrameTaken = false;

followInk(() => followers.size && ask());

/**
 * Tell a listener what a model says of the ink, now and at each change.
 *
 * @param {Model} model @param {Listener} listener @returns {() => void} stops that
 */
export function followAnswers(model, listener) {
    followers.set(listener, model);
    ask(); // also on an empty sheet: so the model is there when the first stroke begins
    return () => followers.delete(listener);
}

function ask() {
    isNewer = true;
    if (read || isFrameTaken) return; // the answer, or the next frame, comes back here
    isNewer = false;
    isFrameTaken = true;
    requestAnimationFrame(() => {
        isFrameTaken = false;
        if (isNewer) ask();
    });
    read = inkNow();
    const wanted = [...followers.values()];
    const models = [...new Map(wanted.map((model) => [model.address, model])).values()];
    started().postMessage({
        drawn: { strokes: read.strokes, canvas: read.canvas, pen: read.pen },
        models: models.map(({ address, doubter }) => ({
            address: absolute(address),
            doubter: doubter && absolute(doubter),
            layers: wanted.some((model) => model.address === address && model.layers),
        })),
    });
}

/** A worker's own place is its file, not the page. */
function absolute(address) {
    return new URL(address, document.baseURI).href;
}

function started() {
    if (worker) return worker;
    worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => tell(data));
    worker.addEventListener("error", () => tell(null));
    return worker;
}

/** @param {{ address: string, digits?: object[] }[] | null} readings null where the worker itself cannot be had */
function tell(readings) {
    const ink = read;
    read = null;
    const digits = new Map(readings?.map((reading) => [reading.address, reading.digits ?? null]));
    for (const [listener, { address }] of followers) {
        const isAsked = !readings || digits.has(absolute(address)); // one that came since is in the next message
        if (isAsked) listener(digits.get(absolute(address)) ?? null, ink);
    }
    if (isNewer) ask();
}
