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

/**
 * The same for a map in space, as its camera sees it; null while the chart shows none.
 *
 * @param {any} chart @returns {Pick<Scale, "area" | "onScreen"> | null}
 */
export function scaleInSpace(chart) {
    const { _scene: scene } = (chart && drawn(chart).layout.scene) ?? {};
    if (!scene?.glplot) return null;
    const { left, top } = layersOf(chart).getBoundingClientRect(), box = scene.container.getBoundingClientRect();
    const area = { left: box.left - left, top: box.top - top, width: box.width, height: box.height };
    return { area, onScreen: seenBy(scene.glplot.cameraParams, scene.dataScale, area) };
}

/**
 * Where a camera sees places: what Plotly's own notes in space are put by.
 *
 * @param {Record<"model" | "view" | "projection", ArrayLike<number>>} camera each 4 by 4, column by column
 * @param {number[]} units of what the camera sees to each of the axes' @param {Scale["area"]} area
 */
export function seenBy({ model, view, projection }, units, { left, top, width, height }) {
    return (place) => {
        const scaled = [...place.map((value, axis) => value * units[axis]), 1];
        const [x, y, , depth] = [model, view, projection].reduce(transformed, scaled);
        return [left + width * (0.5 + (0.5 * x) / depth), top + height * (0.5 - (0.5 * y) / depth)];
    };
}

function transformed(vector, matrix) {
    return [0, 1, 2, 3].map((row) => vector.reduce((sum, value, column) => sum + matrix[4 * column + row] * value, 0));
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
 * @property {[number, number]} place @property {string} colour @property {boolean} isPale others are picked
 */

/** The points of a flat map that have an image. @param {any} chart @returns {MapPoint[]} */
export function pointsOn(chart) {
    return drawn(chart).traces.filter((trace) => trace.visible === true && trace.customdata && trace.x).flatMap(
        ({ x, y, customdata, marker, selectedpoints }) => {
            const picked = selectedpoints && new Set(selectedpoints);
            return Array.from(x, (across, at) => ({
                row: Number(customdata[at][0]), place: [across, y[at]], colour: marker.color, isPale: Boolean(picked) && !picked.has(at),
            }));
        },
    );
}
