// The colours of a layer's maps or units, on one canvas over their buttons: some hundred canvases, or as many styles, took
// four fifths of each frame while the pen moved. A row out of view is drawn once it comes into view.
import { signedColour, signedPixels } from "./lens_pixels.mjs";
import { followSize, followView } from "./page.mjs";

/** @typedef {{ left: number, top: number, width: number, height: number }} Place within the row, in pixels of the page */

class RowCanvas {
    /** @param {HTMLElement} body @param {HTMLElement[]} buttons */
    constructor(body, buttons) {
        this.buttons = buttons;
        this.canvas = document.createElement("canvas");
        this.canvas.className = "over";
        this.pen = this.canvas.getContext("2d");
        body.append(this.canvas);
        this.stops = [
            followSize(body, () => { this.places = null; this.draw(); }),
            followView(body, (isSeen) => { this.isSeen = isSeen; this.draw(); }),
        ];
    }

    stop() {
        for (const stop of this.stops) stop();
    }

    /** @param {{ shape: number[], values: Float32Array }} output */
    show(output) {
        this.output = output;
        this.draw();
    }

    draw() {
        if (!this.output || !this.isSeen) return;
        this.places ??= this.#measure();
        const { canvas, pen } = this;
        pen.clearRect(0, 0, canvas.width, canvas.height);
        this.paint(this.output, largestOf(this.output.values));
    }

    /** Where the buttons lie now. @returns {Place[]} */
    #measure() {
        const { canvas, pen } = this, body = canvas.parentElement, scale = window.devicePixelRatio;
        canvas.hidden = true; // it would keep the row as large as it was
        const { scrollWidth, scrollHeight } = body;
        canvas.hidden = false;
        Object.assign(canvas, { width: scrollWidth * scale, height: scrollHeight * scale });
        Object.assign(canvas.style, { width: `${scrollWidth}px`, height: `${scrollHeight}px` });
        pen.scale(scale, scale);
        pen.imageSmoothingEnabled = false;
        return this.buttons.map((button) => ({
            left: button.offsetLeft + button.clientLeft,
            top: button.offsetTop + button.clientTop,
            width: button.clientWidth,
            height: button.clientHeight,
        }));
    }
}

/** Feature maps; the button of each is as large as the map is shown. */
export class MapsCanvas extends RowCanvas {
    /** All maps, one below the other, a pixel for each number. */
    strip = document.createElement("canvas");

    paint({ shape: [rows, columns, count], values }, most) {
        const { strip, pen, places } = this, size = rows * columns;
        Object.assign(strip, { width: columns, height: rows * places.length });
        const numbers = new Float32Array(size * places.length);
        for (let map = 0, to = 0; map < places.length; map += 1) {
            for (let place = 0; place < size; place += 1, to += 1) numbers[to] = values[place * count + map];
        }
        strip.getContext("2d").putImageData(new ImageData(signedPixels(numbers, most), columns), 0, 0);
        places.forEach(({ left, top, width, height }, map) => {
            pen.drawImage(strip, 0, map * rows, columns, rows, left, top, width, height);
        });
    }
}

export class UnitsCanvas extends RowCanvas {
    paint({ values }, most) {
        this.places.forEach(({ left, top, width, height }, unit) => {
            this.pen.fillStyle = signedColour(values[unit], most);
            this.pen.fillRect(left, top, width, height);
        });
    }
}

const largestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
