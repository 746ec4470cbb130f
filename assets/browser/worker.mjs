// The page's one worker: reads drawings with the models that it has fetched, one drawing at a time.
import { readDrawing } from "./drawing_reader.mjs";
import { open } from "./reader.mjs";

const MOST_MODELS = 8;

/** @type {Map<string, Promise<import("./reader.mjs").Reader>>} the newest last */
const readers = new Map();

function readerAt(address) {
    const reader = readers.get(address) ?? open(address);
    readers.delete(address);
    readers.set(address, reader);
    reader.catch(() => readers.delete(address)); // the next drawing tries again
    if (readers.size > MOST_MODELS) readers.delete(readers.keys().next().value);
    return reader;
}

/** @param {{ data: { drawn: import("./drawing_reader.mjs").Drawn, models: { address: string, doubter: string | null, layers: boolean }[] } }} message */
self.addEventListener("message", async ({ data: { drawn, models } }) => {
    const readings = await Promise.all(models.map(async ({ address, doubter, layers }) => {
        try {
            const [reader, doubts] = await Promise.all([readerAt(address), doubter && readerAt(doubter)]);
            return { address, digits: readDrawing(drawn, reader, doubts, { layers }) };
        } catch (problem) {
            return { address, problem: String(problem) };
        }
    }));
    self.postMessage(readings);
});
