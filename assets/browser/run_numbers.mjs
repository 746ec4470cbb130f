// The numbers behind curves: all epochs as a table, folded, made when it is opened; and as a file.
import { element } from "./component.mjs";

const FORMULA = /^[=+\-@\t\r]/; // how a cell begins that a spreadsheet would compute

export class RunNumbers {
    /**
     * @param {string} name of the file
     * @param {() => { head: string[], rows: (string | number | null)[][] }} read what there is now
     * @param {{ onlyGrows: boolean, words: Record<string, string> }} settings whether new rows come at the end
     */
    constructor(name, read, { onlyGrows, words }) {
        this.read = read;
        this.onlyGrows = onlyGrows;
        this.element = element("details", "numbers");
        const summary = element("summary");
        summary.textContent = words.numbers;
        this.table = element("table");
        this.save = Object.assign(element("a"), { textContent: words.save, download: `${name}.csv`, href: "#" });
        this.save.addEventListener("click", () => {
            this.save.href = URL.createObjectURL(new Blob([asCsv(this.read())], { type: "text/csv" }));
        });
        this.element.append(summary, this.save, this.table);
        this.element.addEventListener("toggle", () => this.show());
    }

    /** Draw the rows that are new, while it is open. */
    show() {
        if (!this.element.open) return;
        const { head, rows } = this.read();
        this.body ??= this.makeHead(head);
        if (!this.onlyGrows) this.body.replaceChildren();
        for (const cells of rows.slice(this.body.rows.length)) {
            const row = this.body.insertRow();
            for (const cell of cells) row.insertCell().textContent = asShown(cell);
        }
    }

    clear() {
        this.body?.replaceChildren();
    }

    makeHead(head) {
        const row = this.table.createTHead().insertRow();
        for (const name of head) row.append(Object.assign(element("th"), { scope: "col", textContent: name }));
        return this.table.createTBody();
    }
}

function asShown(cell) {
    return typeof cell === "number" ? String(+cell.toPrecision(4)) : (cell ?? "–");
}

/** @param {{ head: string[], rows: (string | number | null)[][] }} table */
export function asCsv({ head, rows }) {
    return [head, ...rows].map((row) => row.map(inCsv).join(",")).join("\r\n") + "\r\n";
}

/** @param {string | number | null} value */
function inCsv(value) {
    if (typeof value !== "string") return String(value ?? "");
    return `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
}
