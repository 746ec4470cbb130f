// A confusion matrix that follows the epochs of a run, as its curves tell of them.
import { component, element, styleSheet } from "./component.mjs";
import { matrixTable } from "./matrix_table.mjs";
import { confusion } from "./run_epochs.mjs";

const css = await styleSheet(new URL("./confusion_matrix.css", import.meta.url));

class RunMatrix {
    /** @param {{ data: { run: string, names: string[] }, parentElement: Node }} component the names are those of the classes */
    constructor({ data: { run, names }, parentElement }) {
        this.names = names;
        this.element = element("figure", "matrix");
        this.title = element("figcaption");
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
        this.element.replaceChildren(this.title, matrixTable({ counts, names: this.names }, () => element("div")));
    }
}

export default component((call) => new RunMatrix(call), css);
