// Pictures on hover, and clicks, for a Plotly chart that stands elsewhere on the page.
import { component, styleSheet } from "./component.mjs";
import { listen, scrollToTop } from "./page.mjs";
import { PointClick } from "./point_click.mjs";
import { pictureStyle } from "./sprite.mjs";

const SIZE_PX = 84;
const LOOK_FOR_CHART_EACH_MS = 200;

const css = await styleSheet(new URL("./peek.css", import.meta.url));

/**
 * The number of the point that one of Plotly's events is about. While a 3-D chart is drawn anew, there may be a point
 * without data.
 *
 * @returns {number | null}
 */
function pointOf(event) {
    const number = event.points?.[0]?.customdata?.[0];
    return number === undefined ? null : Number(number);
}

class Peek {
    constructor(parent) {
        this.pointer = { x: 0, y: 0 };
        this.clicks = new PointClick();
        this.chart = null;
        this.picture = document.createElement("span");
        this.peek = document.createElement("div");
        this.peek.className = "peek";
        this.peek.append(this.picture);
        parent.append(this.peek);
        this.onChart = {
            plotly_hover: (event) => this.show(pointOf(event)),
            plotly_unhover: () => this.hide(),
            plotly_click: (event) => this.click(pointOf(event)),
        };
        this.stopListening = listen({
            pointermove: (event) => this.follow(event),
            pointerdown: (event) => this.clicks.press(this.follow(event)),
            pointerup: (event) => this.release(event),
            pointercancel: () => this.clicks.drop(),
        }, () => ({ passive: true, capture: true }));
        // The chart may be drawn after this, or drawn anew.
        this.timer = setInterval(() => this.attach(), LOOK_FOR_CHART_EACH_MS);
    }

    /** @param {import("./component.mjs").Component} component with `sprite`, `columns` and the chart's key in `data` */
    update({ data, setTriggerValue }) {
        Object.assign(this, { data, setTriggerValue });
        this.hide();
    }

    follow(event) {
        this.pointer = { x: event.clientX, y: event.clientY };
        return this.pointer;
    }

    /** @param {number | null} point */
    click(point) {
        const clicked = point === null ? null : this.clicks.click(point);
        if (clicked !== null) this.open(clicked);
    }

    release(event) {
        const clicked = this.clicks.release({ x: event.clientX, y: event.clientY });
        if (clicked !== null) setTimeout(() => this.open(clicked), 0);
    }

    open(point) {
        this.setTriggerValue("picked", point);
        scrollToTop();
    }

    /** @param {number | null} point */
    show(point) {
        if (point === null) return;
        Object.assign(this.picture.style, pictureStyle(this.data, point, SIZE_PX));
        const left = Math.min(this.pointer.x + 18, window.innerWidth - SIZE_PX - 20);
        const top = Math.max(8, this.pointer.y - SIZE_PX - 24);
        Object.assign(this.peek.style, { left: `${left}px`, top: `${top}px` });
        this.peek.hidden = false;
    }

    hide() {
        this.peek.hidden = true;
    }

    attach() {
        const chart = document.querySelector(`.st-key-${this.data.chart} .js-plotly-plot`);
        if (!chart || chart === this.chart || !chart.on) return;
        this.detach();
        this.chart = chart;
        for (const [name, handler] of Object.entries(this.onChart)) chart.on(name, handler);
        chart.dataset.peeks = true;  // from now on presses count
    }

    detach() {
        if (!this.chart?.removeListener) return;  // Plotly has already let go of it
        for (const [name, handler] of Object.entries(this.onChart)) this.chart.removeListener(name, handler);
    }

    stop() {
        clearInterval(this.timer);
        this.detach();
        this.stopListening();
        this.peek.remove();
    }
}

export default component(({ parentElement }) => new Peek(parentElement), css);
