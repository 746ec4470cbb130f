// Where things lie on a flat Plotly chart: the units of its axes, and the pixels of the layers that we put over it.
import { drawn } from "./plotly_chart.mjs";

/**
 * @typedef {object} Scale
 * @property {{ left: number, top: number, width: number, height: number }} area of the plot, in pixels of `layersOf`
 * @property {(place: [number, number]) => [number, number]} share of the area, from its left and its bottom; 0 to 1 is in view
 * @property {(place: [number, number]) => [number, number]} onScreen in pixels of `layersOf`, also out of view
 */

/** Null while the chart shows nothing flat. @param {any} chart Plotly's element @returns {Scale | null} */
export function scaleOf(chart) {
    const drag = chart?.querySelector(".nsewdrag"), { xaxis, yaxis } = chart ? drawn(chart).layout : {};
    if (!drag || !xaxis?.range || !yaxis?.range) return null;
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(drag.getAttribute(name)));
    return scale({ left, top, width, height }, xaxis.range, yaxis.range);
}

/** @param {Scale["area"]} area @param {[number, number]} xs @param {[number, number]} ys @returns {Scale} */
export function scale(area, xs, ys) {
    const share = ([x, y]) => [shareOf(x, xs), shareOf(y, ys)];
    return {
        area,
        share,
        onScreen: (place) => {
            const [across, up] = share(place);
            return [area.left + area.width * across, area.top + area.height * (1 - up)];
        },
    };
}

function shareOf(value, [low, high]) {
    return (value - low) / (high - low);
}

/** The element over whose pixels we lay our own. @param {any} chart @returns {HTMLElement} */
export function layersOf(chart) {
    return chart.querySelector(".svg-container");
}

/**
 * @typedef {object} MapPoint
 * @property {number} row its number
 * @property {[number, number]} place @property {string} colour @property {number} opacity
 */

/** The points of a flat map that have an image. @param {any} chart @returns {MapPoint[]} */
export function pointsOn(chart) {
    return drawn(chart).traces.filter((trace) => trace.visible === true && trace.customdata && trace.x).flatMap(
        ({ x, y, customdata, marker }) => Array.from(x, (across, at) => (
            { row: Number(customdata[at][0]), place: [across, y[at]], colour: marker.color, opacity: marker.opacity }
        )),
    );
}
