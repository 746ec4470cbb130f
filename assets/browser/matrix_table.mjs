// A confusion matrix as a table: rows are what an image is, columns what it was called.
import { element } from "./component.mjs";

const RARE = 0.005; // of the images of a class: pale, so that what is mixed up often is seen first

/** The share of each count in its row. @param {number[][]} counts */
export function sharesOfRows(counts) {
    return counts.map((row) => {
        const total = row.reduce((sum, count) => sum + count, 0) || 1;
        return row.map((count) => count / total);
    });
}

/** @param {number} share */
export const inPerCent = (share) => `${(100 * share).toFixed(1)}%`;

/**
 * @param {{ counts: number[][], names: string[], shades?: (number | null)[][], in_per_cent?: boolean }} matrix
 *     shades from 0 to 1, null where a cell is left out; without any the share of the row
 * @param {(label: number, answer: number, count: number) => HTMLElement} makeCell what stands in a cell; its number and colour are put here
 */
export function matrixTable({ counts, names, shades = sharesOfRows(counts), in_per_cent: inShares = false }, makeCell) {
    const table = element("table"), head = table.createTHead().insertRow(), body = table.createTBody();
    head.append(element("td"), ...names.map((name) => heading(name, "col")));
    counts.forEach((row, label) => {
        const line = body.insertRow();
        line.append(heading(names[label], "row"));
        row.forEach((count, answer) => {
            const cell = makeCell(label, answer, count), shade = shades[label][answer];
            const isEmpty = count === 0 || shade === null;
            cell.classList.add("cell", isEmpty ? "empty" : label === answer ? "right" : "wrong");
            cell.classList.toggle("rare", !isEmpty && shade < RARE);
            cell.textContent = isEmpty ? "" : inShares ? inPerCent(shade) : String(count);
            cell.style.setProperty("--share", `${Math.round(100 * Math.sqrt(shade ?? 0))}%`);
            line.insertCell().append(cell);
        });
    });
    const longest = Math.max(...[...table.querySelectorAll(".cell")].map((cell) => cell.textContent.length));
    table.style.setProperty("--letters", String(Math.max(3, longest)));
    return table;
}

function heading(text, scope) {
    return Object.assign(element("th"), { scope, textContent: text, title: text });
}
