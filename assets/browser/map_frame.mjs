// A frame on a flat map that is moved by keyboard, and picks the images in it.
import { element } from "./component.mjs";
import { layersOf, pointsOn, scaleOf } from "./map_scale.mjs";

const NAME = "Frame on the map";
const HELP = "Arrow keys move the frame, plus and minus or Shift with an arrow change its size, Enter picks the images in it, "
    + "Escape shows all again.";
const STEP = 0.04, GROWTH = 1.25; // shares of the plot, and of the frame
const LEAST = 0.03;

/** @typedef {{ x: number, y: number, width: number, height: number }} Frame its middle and size, as shares of the plot from its left and bottom */

/** @type {Frame} */
export const FIRST = { x: 0.5, y: 0.5, width: 0.25, height: 0.25 };

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const SIZES = { "+": GROWTH, "=": GROWTH, "-": 1 / GROWTH, _: 1 / GROWTH };

/**
 * The frame after a key; null where the key is not for it.
 *
 * @param {Frame} frame @param {{ key: string, shiftKey?: boolean }} press @returns {Frame | null}
 */
export function afterKey(frame, { key, shiftKey }) {
    const direction = DIRECTIONS[key], size = SIZES[key];
    if (size) return kept({ ...frame, width: frame.width * size, height: frame.height * size });
    if (!direction) return null;
    const [right, up] = direction.map((sign) => sign * STEP);
    if (shiftKey) return kept({ ...frame, width: frame.width + right, height: frame.height + up });
    return kept({ ...frame, x: frame.x + right, y: frame.y + up });
}

/** Within the plot, and no smaller than can be seen. @param {Frame} frame */
function kept({ x, y, width, height }) {
    const sized = { width: between(width, LEAST, 1), height: between(height, LEAST, 1) };
    return { x: between(x, sized.width / 2, 1 - sized.width / 2), y: between(y, sized.height / 2, 1 - sized.height / 2), ...sized };
}

function between(value, low, high) {
    return Math.min(high, Math.max(low, value));
}

/**
 * The numbers of the points in a frame.
 *
 * @param {Frame} frame @param {import("./map_scale.mjs").MapPoint[]} points @param {import("./map_scale.mjs").Scale} scale
 */
export function rowsIn({ x, y, width, height }, points, scale) {
    return points.filter(({ place }) => {
        const [across, up] = scale.share(place);
        return Math.abs(across - x) <= width / 2 && Math.abs(up - y) <= height / 2;
    }).map(({ row }) => row);
}

function percent(share) {
    return `${100 * share}%`;
}

/** @param {number} count */
export function sentenceOf(count) {
    return count === 1 ? "1 image in the frame" : `${count.toLocaleString("en")} images in the frame`;
}

export class MapFrame {
    #frame = FIRST;
    #isInUse = false;

    /** @param {(rows: number[]) => void} pick none of them puts the selection back */
    constructor(pick) {
        this.pick = pick;
        this.box = element("span", "frame");
        this.said = element("p", "said");
        this.said.setAttribute("role", "status");
        this.layer = element("div", "map-frame");
        // An application: a screen reader then leaves the arrow keys to it.
        Object.assign(this.layer, { tabIndex: 0, role: "application", ariaLabel: NAME, ariaDescription: HELP });
        const help = element("p", "help");
        help.textContent = HELP;
        help.ariaHidden = "true"; // it is the description
        this.layer.append(this.box, this.said, help);
        this.layer.addEventListener("keydown", (event) => this.press(event));
        this.layer.addEventListener("focus", () => { this.#isInUse = true; this.draw(); });
        // A chart that is taken away takes the focus along: then the frame is still in use.
        this.layer.addEventListener("blur", () => setTimeout(() => { this.#isInUse &&= !this.layer.isConnected; }, 0));
    }

    /** @param {any} chart Plotly's element, flat */
    show(chart) {
        this.chart = chart;
        const room = layersOf(chart);
        if (this.layer.parentNode !== room) {
            const wasInUse = this.#isInUse;
            room.append(this.layer);
            if (wasInUse) this.layer.focus({ preventScroll: true }); // the chart before it was taken away
        }
        this.draw();
    }

    draw() {
        const scale = scaleOf(this.chart);
        const { left, top, width, height } = scale.area, { x, y, ...size } = this.#frame;
        Object.assign(this.layer.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
        Object.assign(this.box.style, {
            left: percent(x - size.width / 2), bottom: percent(y - size.height / 2), width: percent(size.width), height: percent(size.height),
        });
        if (this.#isInUse) this.said.textContent = sentenceOf(this.#rows(scale).length);
    }

    #rows(scale) {
        return rowsIn(this.#frame, pointsOn(this.chart), scale);
    }

    press(event) {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const frame = afterKey(this.#frame, event), scale = scaleOf(this.chart);
        if (!frame && !["Enter", "Escape"].includes(event.key)) return;
        event.preventDefault();
        event.stopPropagation(); // keys of the page's own
        if (frame) this.#frame = frame;
        else this.pick(event.key === "Enter" ? this.#rows(scale) : []);
        this.draw();
    }

    hide() {
        this.layer.remove();
    }
}
