// A confusion matrix that changes in place with the epochs of a run: rows are what an image is, columns what it is called.

export class RunMatrix {
    /** @param {string[]} names of the classes */
    constructor(names) {
        this.element = document.createElement("figure");
        this.element.className = "matrix";
        this.element.hidden = true;
        this.title = document.createElement("figcaption");
        const table = document.createElement("table"), head = table.createTHead().insertRow();
        head.append(document.createElement("td"), ...names.map((name) => heading(name, "col")));
        const body = table.createTBody();
        this.cells = names.map((name) => {
            const row = body.insertRow();
            row.append(heading(name, "row"));
            return names.map(() => row.insertCell());
        });
        this.element.append(this.title, table);
    }

    /** @param {number[][] | null} counts @param {number} epoch */
    show(counts, epoch) {
        this.element.hidden = counts === null;
        if (counts === null || this.counts === counts) return;
        this.counts = counts;
        this.title.textContent = `What it confuses after epoch ${epoch}: rows are what an image is, columns what it is called.`;
        counts.forEach((row, label) => {
            const total = row.reduce((sum, count) => sum + count, 0) || 1;
            row.forEach((count, called) => {
                const cell = this.cells[label][called], share = count / total;
                cell.textContent = count ? String(count) : "";
                cell.style.setProperty("--share", `${Math.round(100 * Math.sqrt(share))}%`);
                cell.className = label === called ? "right" : "wrong";
            });
        });
    }
}

function heading(text, scope) {
    const cell = document.createElement("th");
    cell.scope = scope;
    cell.textContent = text;
    return cell;
}
