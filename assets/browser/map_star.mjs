// A star with threads over a Plotly chart, flat or in space: a layer of our own, since only Streamlit can reach the library.
import { layersOf, scaleInSpace, scaleOf } from "./map_scale.mjs";

const SVG = "http://www.w3.org/2000/svg";
const STAR = star(11, 4.5);

export class MapStar {
    constructor() {
        this.layer = svg("svg", { class: "map-star", width: "100%", height: "100%", "aria-hidden": "true" });
        // Presses go to the chart below.
        Object.assign(this.layer.style, { position: "absolute", top: "0", left: "0", pointerEvents: "none" });
        this.threads = svg("path", { fill: "none", stroke: "#808080", "stroke-width": "1.5" });
        this.star = svg("path", { d: STAR, fill: "#e8590c", stroke: "white", "stroke-width": "2" });
        this.layer.append(this.threads, this.star);
    }

    /**
     * @param {any} chart Plotly's element
     * @param {import("./map_places.mjs").Place} place in the units of its axes
     * @param {import("./map_places.mjs").Place[]} ends of its threads
     */
    show(chart, place, ends) {
        cancelAnimationFrame(this.next);
        const scale = place.length === 3 ? scaleInSpace(chart) : scaleOf(chart);
        if (!scale) return this.hide();
        this.#put(chart, scale, place, ends);
        // A camera glides on, of which Plotly tells nothing.
        if (place.length === 3) this.next = requestAnimationFrame(() => this.show(chart, place, ends));
    }

    #put(chart, scale, place, ends) {
        const onScreen = (where) => heldWithin(scale.area, scale.onScreen(where)), [x, y] = onScreen(place);
        this.star.setAttribute("transform", `translate(${x} ${y})`);
        this.threads.setAttribute("d", ends.map((end) => `M${x} ${y}L${onScreen(end).join(" ")}`).join(""));
        const room = layersOf(chart);
        if (this.layer.parentNode !== room) room.append(this.layer);
    }

    hide() {
        cancelAnimationFrame(this.next);
        this.layer.remove();
    }
}

/** What lies out of view stays at the edge. @param {import("./map_scale.mjs").Scale["area"]} area */
function heldWithin({ left, top, width, height }, [x, y]) {
    return [Math.min(left + width, Math.max(left, x)), Math.min(top + height, Math.max(top, y))];
}

/** Five points outside and inside by turns, as a path around 0. */
function star(outside, inside) {
    const points = Array.from({ length: 10 }, (_, corner) => {
        const angle = (corner * Math.PI) / 5, radius = corner % 2 ? inside : outside;
        return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
    });
    return `M${points.join("L")}Z`;
}

function svg(tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
}
