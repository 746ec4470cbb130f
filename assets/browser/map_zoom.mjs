// A map that is zoomed by wheel and by two fingers. Plotly zooms by the wheel alone: two fingers turn it, as it were.
import { drawn } from "./plotly_chart.mjs";

const FACTOR_OF_A_UNIT = 1 / 200; // what Plotly makes of a wheel: e to the power of `deltaY` times this
const MOST_A_TURN = 20; // more it cuts off
const HINT_MS = 1_500;

/** @typedef {{ deltaY: number, clientX: number, clientY: number }} Turn of the wheel, at a place */

/**
 * The turns that make what is shown so many times as wide, around a place that stays.
 *
 * @param {number} factor below 1 to see more closely @param {number} clientX @param {number} clientY @returns {Turn[]}
 */
export function zoomTurns(factor, clientX, clientY) {
    const whole = Math.log(factor) / FACTOR_OF_A_UNIT, count = Math.ceil(Math.abs(whole) / MOST_A_TURN);
    return Array.from({ length: count }, () => ({ deltaY: whole / count, clientX, clientY }));
}

/**
 * The turns that move what is shown by so many pixels: away around one place, and back around another.
 *
 * @param {number} right @param {number} down @param {{ left: number, bottom: number }} area of the plot @returns {Turn[]}
 */
export function moveTurns(right, down, { left, bottom }) {
    if (!right && !down) return [];
    const growth = Math.exp(MOST_A_TURN * FACTOR_OF_A_UNIT) - 1;
    const away = { deltaY: MOST_A_TURN, clientX: left + right / growth, clientY: bottom + down / growth };
    return [away, { deltaY: -MOST_A_TURN, clientX: left, clientY: bottom }];
}

/**
 * @typedef {object} View what a map shows
 * @property {string} laid how the map is laid
 * @property {[number, number]} xs @property {[number, number]} ys the ranges of its axes
 */

/** What the chart shows; null where that is the whole map. @param {any} chart @returns {View | null} */
export function viewOf(chart) {
    const { xaxis, yaxis, uirevision } = drawn(chart).layout;
    if (!xaxis || (xaxis.autorange && yaxis.autorange)) return null;
    return { laid: uirevision, xs: [...xaxis.range], ys: [...yaxis.range] };
}

/** Show that, with a turn of the wheel by nothing: Plotly then draws what the ranges say. @param {any} chart @param {View} view */
export function showView(chart, { xs, ys }) {
    const { xaxis, yaxis } = drawn(chart).layout;
    xaxis.range = [...xs];
    yaxis.range = [...ys];
    turnWheel(chart.querySelector(".nsewdrag"), { deltaY: 0, clientX: 0, clientY: 0 });
}

/** @param {Element} area of the plot @param {Turn} turn */
function turnWheel(area, turn) {
    area.dispatchEvent(new WheelEvent("wheel", { ...turn, ctrlKey: true, cancelable: true }));
}

/** Where two fingers are. @param {ArrayLike<{ clientX: number, clientY: number }>} touches */
function gripOf([a, b]) {
    return {
        x: (a.clientX + b.clientX) / 2,
        y: (a.clientY + b.clientY) / 2,
        apart: Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
    };
}

export class MapZoom {
    #grip = null; // what Plotly has been turned to
    #next = null; // where the fingers are since
    #hands = new AbortController();

    constructor() {
        this.hint = Object.assign(document.createElement("p"), { className: "map-hint", ariaHidden: "true" });
        this.hint.textContent = `${/mac/i.test(navigator.platform) ? "⌘" : "Ctrl"} and the wheel zoom the map`;
    }

    /** @param {HTMLElement} chart Plotly's element */
    takeOver(chart) {
        this.stop();
        this.#hands = new AbortController();
        this.chart = chart;
        const on = (names, act, passive) => {
            for (const name of names) chart.addEventListener(name, act, { capture: true, passive, signal: this.#hands.signal });
        };
        on(["wheel"], (event) => this.#turn(event), true);
        // A map in space is turned with one finger and zoomed with two by Plotly itself.
        if (chart.data[0]?.type === "scatter3d") return;
        chart.style.touchAction = "pan-y"; // two fingers are ours, one scrolls the page
        on(["touchstart"], (event) => this.#touch(event), true);
        on(["touchmove"], (event) => this.#pinch(event), false);
        on(["touchend", "touchcancel"], () => { this.#grip = null; }, true);
    }

    /**
     * As on maps elsewhere a wheel alone scrolls the page, so that nobody gets stuck who scrolls past; with Ctrl, which
     * browsers also report where two fingers spread on a touchpad, it zooms. A press first, instead, would open a point.
     */
    #turn(event) {
        if (event.ctrlKey || event.metaKey) return this.hint.remove();
        event.stopPropagation();
        this.chart.querySelector(".svg-container")?.append(this.hint);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.hint.remove(), HINT_MS);
    }

    /** One finger scrolls the page, which Plotly would prevent, unless it draws a box or a lasso. */
    #touch(event) {
        if (["select", "lasso"].includes(drawn(this.chart).layout.dragmode)) return;
        event.stopPropagation();
        this.#grip = event.touches.length === 2 ? gripOf(event.touches) : null;
    }

    #pinch(event) {
        if (!this.#grip || event.touches.length !== 2) return;
        event.preventDefault();
        event.stopPropagation();
        this.#next = gripOf(event.touches);
        this.frame ??= requestAnimationFrame(() => {
            this.frame = null;
            this.#follow();
        });
    }

    #follow() {
        const area = this.#area(), { x, y, apart } = this.#next;
        if (!area || !this.#grip) return;
        const box = area.getBoundingClientRect();
        const turns = [...moveTurns(x - this.#grip.x, y - this.#grip.y, box), ...zoomTurns(this.#grip.apart / apart, x, y)];
        this.#grip = this.#next;
        for (const turn of turns) turnWheel(area, turn);
    }

    #area() {
        return this.chart.querySelector(".nsewdrag");
    }

    stop() {
        this.#hands.abort();
        cancelAnimationFrame(this.frame);
        this.frame = null;
        clearTimeout(this.timer);
        this.hint.remove();
    }
}
