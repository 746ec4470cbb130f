// A confusion matrix that changes in place with the epochs of a run, as its curves tell of them: rows are what an image is,
// columns what it is called.
import { component, element, styleSheet } from "./component.mjs";
import { confusion } from "./run_epochs.mjs";

const css = await styleSheet(new URL("./run_matrix.css", import.meta.url));

class RunMatrix {
    /** @param {{ data: { run: string, names: string[] }, parentElement: Node }} component the names are those of the classes */
    constructor({ data: { run, names }, parentElement }) {
        this.element = element("figure", "matrix");
        this.title = element("figcaption");
        const table = element("table"), head = table.createTHead().insertRow();
        head.append(element("td"), ...names.map((name) => heading(name, "col")));
        const body = table.createTBody();
        this.cells = names.map((name) => {
            const row = body.insertRow();
            row.append(heading(name, "row"));
            return names.map(() => row.insertCell());
        });
        this.element.append(this.title, table);
        parentElement.append(this.element);
        this.stopFollowing = confusion.follow(run, (confused) => this.show(confused));
    }

    update() {}

    stop() {
        this.stopFollowing();
        this.element.remove();
    }

    show(confused) {
        this.element.hidden = confused === null;
        if (confused === null) return;
        const { epoch, counts } = confused;
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
    return Object.assign(element("th"), { scope, textContent: text });
}

export default component((call) => new RunMatrix(call), css);
