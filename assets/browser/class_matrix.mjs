// The confusion matrix of a class, as large as the screen allows; each cell is a button.
import { component, element, filled } from "./component.mjs";
import { followSize } from "./page.mjs";

const BELOW = 44, LARGEST = 110;

/**
 * @typedef {object} Matrix
 * @property {number[][]} counts rows are what was asked for, columns what was read
 * @property {string[]} names
 * @property {string} cell what a cell is called, with values in braces
 */

/** @param {Matrix} matrix @param {(true_: number, read: number) => void} press */
function drawTable({ counts, names, cell: called }, press) {
    const table = element("table"), head = table.createTHead().insertRow();
    head.append(element("td"), ...names.map((name) => Object.assign(element("th"), { textContent: name, scope: "col" })));
    const body = table.createTBody();
    counts.forEach((row, asked) => {
        const line = body.insertRow(), total = row.reduce((sum, count) => sum + count, 0) || 1;
        line.append(Object.assign(element("th"), { textContent: names[asked], scope: "row" }));
        row.forEach((count, read) => {
            const cell = line.insertCell(), button = element("button", cellClass(asked, read, count));
            button.textContent = count ? String(count) : "";
            button.setAttribute("aria-label", filled(called, { true: names[asked], predicted: names[read], count }));
            button.style.setProperty("--share", `${Math.round(100 * Math.sqrt(count / total))}%`);
            button.addEventListener("click", () => press(asked, read));
            cell.append(button);
        });
    });
    return table;
}

function cellClass(asked, read, count) {
    if (!count) return "empty";
    return asked === read ? "right" : "wrong";
}

const css = `
table { border-collapse: collapse; font: 600 calc(0.42 * var(--cell)) var(--st-font, sans-serif); color: var(--st-text-color); font-variant-numeric: tabular-nums; }
td, th { width: var(--cell); height: var(--cell); padding: 1px; text-align: center; }
button { width: 100%; height: 100%; padding: 0; border: none; border-radius: 3px; font: inherit; cursor: pointer; color: inherit; background: color-mix(in srgb, currentColor 6%, transparent); }
button.right { color: #fff; background: color-mix(in srgb, #0b5566 var(--share), #0c6f82); }
button.wrong { color: #fff; background: color-mix(in srgb, #7c2d12 var(--share), #c2410c); }
button:is(:hover, :focus-visible) { outline: 3px solid var(--st-primary-color); }
`;

export default component(({ parentElement, setTriggerValue }) => {
    const place = element("div");
    parentElement.append(place);
    let sent = "", cells = 11;
    const fit = () => {
        const { top, width } = place.getBoundingClientRect();
        const side = Math.min(width, window.innerHeight - top - BELOW) / cells;
        place.style.setProperty("--cell", `${Math.max(16, Math.min(LARGEST, Math.floor(side)))}px`);
    };
    return {
        stop: followSize(place, fit),
        update({ data }) {
            if (data.matrix !== sent) {
                sent = data.matrix;
                const matrix = JSON.parse(sent);
                cells = matrix.names.length + 1;
                place.replaceChildren(drawTable(matrix, (asked, read) => setTriggerValue("pressed", [asked, read])));
            }
            fit();
        },
    };
}, css);
