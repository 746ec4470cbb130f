// A confusion matrix as a table: rows are what an image is, columns what it was called.
import { element } from "./component.mjs";

const RARE = 0.005; // of the images of a class: pale, so that what is mixed up often is seen first

/**
 * @param {{ counts: number[][], names: string[] }} matrix
 * @param {(label: number, answer: number, count: number) => HTMLElement} makeCell what stands in a cell; its number and colour are put here
 */
export function matrixTable({ counts, names }, makeCell) {
    const table = element("table"), head = table.createTHead().insertRow(), body = table.createTBody();
    head.append(element("td"), ...names.map((name) => heading(name, "col")));
    counts.forEach((row, label) => {
        const line = body.insertRow(), total = row.reduce((sum, count) => sum + count, 0) || 1;
        line.append(heading(names[label], "row"));
        row.forEach((count, answer) => {
            const cell = makeCell(label, answer, count);
            cell.classList.add("cell", count === 0 ? "empty" : label === answer ? "right" : "wrong");
            cell.classList.toggle("rare", count / total < RARE);
            cell.textContent = count ? String(count) : "";
            cell.style.setProperty("--share", `${Math.round(100 * Math.sqrt(count / total))}%`);
            line.insertCell().append(cell);
        });
    });
    return table;
}

function heading(text, scope) {
    return Object.assign(element("th"), { scope, textContent: text });
}
