// Readings for `test_drawing_reader.py`: reads a folder's model and drawings, and writes what each drawing is.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDrawing } from "../../../assets/browser/drawing_reader.mjs";
import { quickKernel } from "../../../assets/browser/kernel.mjs";
import { Reader } from "../../../assets/browser/reader.mjs";

const folder = process.argv[2];
const { buffer, byteOffset, byteLength } = readFileSync(join(folder, "model"));
const reader = new Reader(buffer.slice(byteOffset, byteOffset + byteLength), await quickKernel());
const drawings = JSON.parse(readFileSync(join(folder, "drawings.json"), "utf8"));
const readings = drawings.map((drawing) =>
    readDrawing(drawing, reader, reader).map(({ probabilities, problem }) => ({ probabilities: [...probabilities], problem })));
writeFileSync(join(folder, "readings.json"), JSON.stringify(readings));
