// The lens's lower part: a point of a map, or a unit, taken apart into the numbers that it is the sum of.
import { element } from "./component.mjs";
import { signedPixels } from "./lens_pixels.mjs";
import { convolutionTerms, denseTerms, weightsOf } from "./lens_terms.mjs";

const LARGE_PX = 224;
const SHOWN_TERMS = 10;

/**
 * @typedef {import("./reader.mjs").Layer} Output
 * @typedef {{ body: HTMLElement, draw: (before: Output | null, after: Output) => void }} View
 */

/**
 * A map, large; beside it the point where most comes out is taken apart, or the one under the pointer, or moved to with the
 * arrow keys.
 *
 * @param {{ layer: import("./network.mjs").Layer | null, map: number }} chosen
 * @returns {View}
 */
export function explainPoint({ layer, map }) {
    const body = element("div", "point"), frame = element("div", "large"), words = element("div", "words");
    const canvas = document.createElement("canvas"), marker = element("span", "marker");
    frame.tabIndex = 0;
    frame.setAttribute("role", "img");
    frame.append(canvas, marker);
    body.append(frame, words);
    let moved = null, point = null, latest = null;

    const draw = (before, after) => {
        latest = [before, after];
        const [rows, columns, count] = after.shape;
        Object.assign(canvas, { width: columns, height: rows });
        canvas.style.width = `${LARGE_PX}px`;
        const values = Array.from({ length: rows * columns }, (_, place) => after.values[place * count + map]);
        const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
        const best = values.indexOf(Math.max(...values));
        point = moved ?? { row: Math.floor(best / columns), column: best % columns };
        canvas.getContext("2d").putImageData(new ImageData(signedPixels(values, most), columns, rows), 0, 0);
        const cell = LARGE_PX / columns;
        Object.assign(marker.style, { left: `${point.column * cell}px`, top: `${point.row * cell}px`, width: `${cell}px`, height: `${cell}px` });
        const value = values[point.row * columns + point.column];
        const name = `Map ${map + 1}, row ${point.row + 1}, column ${point.column + 1}: ${number(value)}`;
        frame.setAttribute("aria-label", `${name}. Arrow keys move the point.`);
        words.replaceChildren(heading(layer ? name : `Row ${point.row + 1}, column ${point.column + 1}: ${number(value)}`),
            ...wordsOfPoint(layer, before, { ...point, map }, value));
    };
    const move = (row, column) => {
        const [rows, columns] = latest[1].shape;
        moved = { row: clamp(row, rows), column: clamp(column, columns) };
        draw(...latest);
    };
    frame.addEventListener("pointermove", ({ offsetX, offsetY }) => {
        const cell = LARGE_PX / latest[1].shape[1];
        move(Math.floor(offsetY / cell), Math.floor(offsetX / cell));
    });
    frame.addEventListener("keydown", (event) => {
        const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (!step) return;
        event.preventDefault();
        move(point.row + step[0], point.column + step[1]);
    });
    return { body, draw };
}

function wordsOfPoint(layer, before, point, value) {
    if (layer === null) return [paragraph("What the drawing became before the network saw it: moved to the middle, made small, and scaled.")];
    if (layer.kind === "maxpooling2d") return [paragraph(`The largest of the ${layer.window}×${layer.window} numbers that lie at this place in map ${point.map + 1} of the layer before.`)];
    if (layer.kind === "batchnormalization") {
        const [, columns, count] = before.shape;
        const came = before.values[(point.row * columns + point.column) * count + point.map];
        return [sum([[`${number(came)} × ${number(layer.scale[point.map])}`, came * layer.scale[point.map]], ["shift", layer.shift[point.map]]], value)];
    }
    if (layer.kind !== "conv2d") return [];
    const { patches, side, bias, sum: total } = convolutionTerms(layer, before, point);
    const [first, ...others] = patches;
    const rest = others.reduce((together, patch) => together + patch.sum, 0);
    const where = patches.length > 1 ? `, in map ${first.channel + 1} of the layer before` : "";
    return [
        paragraph(`What lies under the filter${where}, times the filter, number by number:`),
        productTable(first, side),
        sum([
            ["all products", first.sum],
            ...(others.length ? [[`the other ${others.length} maps`, rest]] : []),
            ["bias", bias],
        ], total, layer.activation, value),
    ];
}

/**
 * A unit: the largest terms of its sum, and its weights as an image where they lie on one.
 *
 * @returns {View}
 */
export function explainUnit({ layer, unit, output, names, isAnswer }) {
    const body = element("div", "point"), image = document.createElement("canvas"), words = element("div", "words");
    image.className = "weights";
    body.append(image, words);
    const name = isAnswer ? `Score of ${names[unit] ?? "no digit"}` : `Unit ${unit + 1}`;
    const draw = (before, after) => {
        const value = after.values[unit];
        if (layer.kind !== "dense") {
            image.hidden = true;
            words.replaceChildren(heading(`${name}: ${number(value)}`));
            return;
        }
        const side = Math.sqrt(before.values.length), isImage = Number.isInteger(side) && side >= 8;
        image.hidden = !isImage;
        if (isImage) paintWeights(image, weightsOf(layer, unit), side);
        const { terms, bias, sum: total } = denseTerms(layer, before, unit);
        const shown = terms.slice(0, SHOWN_TERMS), rest = terms.slice(SHOWN_TERMS);
        words.replaceChildren(
            heading(`${name}: ${number(value)}`),
            paragraph(isImage ? "Its weights as an image, and the largest terms of its sum:" : "The largest terms of its sum:"),
            sum([
                ...shown.map(({ input, value: came, weight, product }) => [`input ${input + 1}: ${number(came)} × ${number(weight)}`, product]),
                ...(rest.length ? [[`the other ${rest.length}`, rest.reduce((together, { product }) => together + product, 0)]] : []),
                ["bias", bias],
            ], total, layer.activation, value),
            ...(isAnswer && unit < output.classes ? [paragraph(softmaxWords(after.values, unit, output))] : []),
        );
    };
    return { body, draw };
}

/** How the score becomes a probability. */
function softmaxWords(scores, unit, { classes, temperature }) {
    const powers = Array.from({ length: classes }, (_, place) => Math.exp(scores[place] / temperature));
    const all = powers.reduce((together, power) => together + power, 0);
    const divided = temperature === 1 ? "" : ` / ${number(temperature)}`;
    return `Its probability is e^(${number(scores[unit])}${divided}), divided by the same of all ${classes} together: `
        + `${(100 * powers[unit] / all).toFixed(1)}%.`;
}

function paintWeights(canvas, weights, side) {
    Object.assign(canvas, { width: side, height: side });
    canvas.style.width = `${LARGE_PX}px`;
    const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-6);
    canvas.getContext("2d").putImageData(new ImageData(signedPixels(weights, most), side, side), 0, 0);
}

/** The patch and the filter, each number with the one it is multiplied by. */
function productTable({ values, weights }, side) {
    const table = element("table", "products");
    table.setAttribute("aria-label", "What lies under the filter, times the filter");
    const strongest = Math.max(...values.map((value, place) => Math.abs(value * weights[place])), 1e-6);
    for (let row = 0; row < side; row += 1) {
        const line = table.insertRow();
        for (let column = 0; column < side; column += 1) {
            const place = row * side + column, product = values[place] * weights[place];
            const cell = line.insertCell();
            cell.textContent = `${number(values[place])} × ${number(weights[place])}`;
            cell.style.setProperty("--share", Math.abs(product) / strongest);
            cell.classList.toggle("below", product < 0);
        }
    }
    return table;
}

/** A sum line by line, and what the activation makes of it. */
function sum(lines, total, activation = "linear", value = total) {
    const table = element("table", "sum");
    const add = (words, amount, className = "") => {
        const row = table.insertRow();
        row.className = className;
        row.insertCell().textContent = words;
        row.insertCell().textContent = number(amount);
    };
    for (const [words, amount] of lines) add(words, amount);
    add("sum", total, "total");
    if (activation !== "linear") add(`${activation} of it`, value, "total");
    return table;
}

const number = (value) => (Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(Math.abs(value) < 10 ? 3 : 1)).replace(/^-0\.0+$/, "0.000").replace("-", "−");
const clamp = (value, count) => Math.min(Math.max(value, 0), count - 1);
const heading = (text) => Object.assign(element("h4", "title"), { textContent: text });
const paragraph = (text) => Object.assign(element("p", "hint"), { textContent: text });
