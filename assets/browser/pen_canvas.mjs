// The drawing canvas, which is a component of another package: it lies in a shadow root of its own, inside the container
// that carries our key.

/** Its own toolbar lies over the page and shows on hover only; our buttons press it. */
const STYLE = ".dc-toolbar { display: none !important; } .dc-container { cursor: crosshair; }";

/**
 * Where the pointer is on a canvas of this side, to a hundredth of a pixel.
 *
 * In whole pixels of the page for a mouse, as the canvas gets them: mouse events are whole, pointer events are not.
 *
 * @param {{ pointerType: string, clientX: number, clientY: number }} event
 * @param {{ left: number, top: number, width: number }} box of the canvas on the page
 * @param {number} side
 * @returns {[number, number]}
 */
export function placeOnCanvas(event, box, side) {
    const rounded = event.pointerType === "mouse" ? Math.floor : (place) => place;
    const scaled = (place) => Math.round(place * (side / box.width) * 100) / 100;
    return [scaled(rounded(event.clientX) - box.left), scaled(rounded(event.clientY) - box.top)];
}

export class PenCanvas {
    /** @type {HTMLCanvasElement | null} what is being drawn on */
    #canvas = null;

    /** @param {string} key of the container */
    constructor(key) {
        this.key = key;
    }

    /** @returns {ShadowRoot | null} */
    #root() {
        for (const node of document.querySelectorAll(`.st-key-${this.key} *`)) {
            if (node.shadowRoot?.querySelector(".dc-root")) return node.shadowRoot;
        }
        return null;
    }

    /** Until now a stroke would have been seen by nobody but the canvas: `style.css` lets none through. */
    letDraw() {
        for (const container of this.#containers()) container.dataset.pen = "ready";
    }

    /**
     * Lay paper under the canvas: while the next one loads, its place would be empty, and dark on a dark page.
     *
     * @param {string} colour @param {number} side
     */
    layPaper(colour, side) {
        for (const { style } of this.#containers()) {
            Object.assign(style, { minHeight: `${side}px`, maxHeight: `${side}px` });
            style.background = `linear-gradient(${colour}, ${colour}) 0 0 / ${side}px ${side}px no-repeat`;
        }
    }

    /** @returns {NodeListOf<HTMLElement>} */
    #containers() {
        return document.querySelectorAll(`.st-key-${this.key}`);
    }

    /** @returns {boolean} whether it is hidden: the canvas may not be there yet */
    hideToolbar() {
        const root = this.#root();
        if (!root || root.querySelector(".digitlab")) return root !== null;
        const style = document.createElement("style");
        style.className = "digitlab";
        style.textContent = STYLE;
        root.append(style);
        return true;
    }

    /** Press a button of its toolbar. */
    press(label) {
        this.#root()?.querySelector(`[aria-label="${label}"]`)?.click();
    }

    /** Whether a pointer goes down on it; if so, places are on it from now on. */
    takes(event) {
        const canvas = event.composedPath().find((node) => node instanceof HTMLCanvasElement);
        if (!canvas || canvas.getRootNode() !== this.#root() || event.button !== 0) return false;
        this.#canvas = canvas;
        return true;
    }

    place(event, side) {
        return placeOnCanvas(event, this.#canvas.getBoundingClientRect(), side);
    }
}
