// Answers for `test_browser_reader.py`: reads a folder's model with its strokes or images, and writes arrays beside them.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlainKernel, quickKernel } from "../../../assets/browser/kernel.mjs";
import { Reader } from "../../../assets/browser/reader.mjs";

const [folder, kernel] = process.argv.slice(2);
const read = (name) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
    return buffer.slice(byteOffset, byteOffset + byteLength);
};

const reader = new Reader(read("model"), kernel === "plain" ? new PlainKernel() : await quickKernel());
const strokes = JSON.parse(readFileSync(join(folder, "strokes.json"), "utf8")) ?? [];
const answers = strokes.map((drawing) => reader.answer(drawing));
if (existsSync(join(folder, "images"))) {
    const pixels = new Float32Array(read("images")), size = reader.prepared.length;
    for (let place = 0; place < pixels.length; place += size) {
        answers.push(reader.answerImage(pixels.subarray(place, place + size)));
    }
}
const save = (name, arrays) => writeFileSync(join(folder, `${name}.f32`), Buffer.concat(arrays.map(bytesOf)));
const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);
save("probabilities", answers.map((answer) => answer.probabilities));
save("framed", answers.map((answer) => answer.framed));
save("doubt", [Float32Array.from(answers, (answer) => answer.doubt ?? 0)]);
