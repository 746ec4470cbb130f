// Pictures on hover, clicks, and what a box or a lasso holds, for a Plotly chart that stands elsewhere on the page.
import { component, styleSheet } from "./component.mjs";
import { listen, scrollToTop } from "./page.mjs";
import { PlotlyChart, pointOf, pointsOf } from "./plotly_chart.mjs";
import { PointClick, SinglePress } from "./point_click.mjs";
import { pictureStyle, spriteOfChart } from "./sprite.mjs";

const SIZE_PX = 84;

const css = await styleSheet(new URL("./peek.css", import.meta.url));

class Peek {
    constructor(parent) {
        this.pointer = { x: 0, y: 0 };
        this.clicks = new PointClick();
        this.onMap = new SinglePress();
        this.picture = document.createElement("span");
        this.peek = document.createElement("div");
        this.peek.className = "peek";
        this.peek.append(this.picture);
        parent.append(this.peek);
        this.chart = new PlotlyChart({
            plotly_hover: (event) => this.show(pointOf(event)),
            plotly_unhover: () => this.hide(),
            plotly_click: (event) => this.click(pointOf(event)),
            plotly_doubleclick: () => this.onMap.double(),
            // Plotly also tells of a selection that ends without a box: then there is no event.
            plotly_selected: (event) => event && this.setTriggerValue("several", pointsOf(event)),
            plotly_deselect: () => this.setTriggerValue("several", []),
        }, () => { this.chart.element.dataset.peeks = true; }); // from now on presses count
        this.stopListening = listen({
            pointermove: (event) => this.follow(event),
            pointerdown: (event) => this.clicks.press(this.follow(event)),
            pointerup: (event) => this.release(event),
            pointercancel: () => this.clicks.drop(),
        }, () => ({ passive: true, capture: true }));
    }

    /**
     * @param {import("./component.mjs").Component} component with the chart's key in `data`, `sprite` (null for no pictures)
     *     and `columns`
     */
    update({ data, setTriggerValue }) {
        if (data.sprite && data.sprite !== this.data?.sprite) spriteOfChart.put(data.chart, data);
        Object.assign(this, { data, setTriggerValue });
        this.chart.key = data.chart;
        this.hide();
    }

    follow(event) {
        this.pointer = { x: event.clientX, y: event.clientY };
        return this.pointer;
    }

    /** @param {number | null} point */
    click(point) {
        const clicked = point === null ? null : this.clicks.click(point);
        if (clicked === null) return;
        if (this.chart.element.dataset.zooms) this.onMap.press(() => this.open(clicked));
        else this.open(clicked);
    }

    release(event) {
        const clicked = this.clicks.release({ x: event.clientX, y: event.clientY });
        if (clicked !== null) setTimeout(() => this.open(clicked), 0);
    }

    open(point) {
        this.setTriggerValue("picked", point);
        if (this.data.sprite) scrollToTop(); // the image is opened there
    }

    /** @param {number | null} point */
    show(point) {
        if (point === null || !this.data.sprite) return;
        Object.assign(this.picture.style, pictureStyle(this.data, point, SIZE_PX));
        const left = Math.min(this.pointer.x + 18, window.innerWidth - SIZE_PX - 20);
        const top = Math.max(8, this.pointer.y - SIZE_PX - 24);
        Object.assign(this.peek.style, { left: `${left}px`, top: `${top}px` });
        this.peek.hidden = false;
    }

    hide() {
        this.peek.hidden = true;
    }

    stop() {
        this.chart.stop();
        this.stopListening();
        this.peek.remove();
    }
}

export default component(({ parentElement }) => new Peek(parentElement), css);
