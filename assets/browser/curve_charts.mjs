// Two charts beside each other, loss and accuracy, whose lines are read anew each time they are drawn.
import { filled } from "./component.mjs";
import { CurveLegend } from "./curve_legend.mjs";
import { grouped, meanOfKnown } from "./curve_lines.mjs";
import { accuracyRange, lossRange, shortNumber } from "./curve_scales.mjs";
import uPlot from "./uplot.mjs";

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {string} stroke
 * @property {number} width
 * @property {number} [alpha]
 * @property {number[]} [dash]
 * @property {boolean} [hasGaps] whether a missing value interrupts it
 * @property {() => boolean} [isMarked] whether each of its values is a dot
 * @property {() => boolean} [isDotsOnly]
 * @property {(against: string, quantity: string) => [(number | null)[], (number | null)[]]} read
 */

/**
 * @typedef {object} Axes
 * @property {"epoch" | "seconds"} against
 * @property {boolean} log_loss
 * @property {boolean} log_error the share of wrong images on a logarithmic axis, in place of accuracy
 */

const HEIGHT_PX = 240;
const STACKED_PX = 190; // so that both are on the first screen of a laptop
const FONT_PX = 12;
const NARROWEST_PX = 420; // two charts narrower than this stand below each other
const GAP_PX = 24;
const KEYS = { ArrowLeft: -1, ArrowRight: 1 };
const CHARTS = {
    loss: { range: lossRange, isShare: false },
    accuracy: { range: accuracyRange, isShare: true },
    error: { range: null, isShare: true },
};

export class CurveCharts {
    /**
     * @param {HTMLElement} place
     * @param {{ lines: Line[], axes: Axes, scale: number, end: (against: string) => number, mark: (against: string) => number | null,
     *     words: Record<string, string>, signs: import("./bar_table.mjs").Signs }} settings
     */
    constructor(place, { lines, axes, scale, end, mark, words, signs }) {
        Object.assign(this, { place, lines, axes, scale, end, mark, words, signs });
        this.isZoomed = false;
        this.quantities = ["loss", axes.log_error ? "error" : "accuracy"];
        this.groups = grouped(lines);
        this.legend = new CurveLegend(this.groups, words, (group, isShown) => this.#switch(this.groups[group].lines, isShown));
        this.pair = uPlot.sync(`curves ${(CurveCharts.made += 1)}`);
        this.plots = this.quantities.map((quantity) => this.#make(quantity));
        place.append(this.legend.element);
    }

    static made = 0;

    draw() {
        this.plots.forEach((plot, place) => plot.setData(this.#columns(this.quantities[place])));
    }

    /** Where the axis of accuracy begins, if not at 0. */
    get lowestAccuracy() {
        return this.quantities[1] === "accuracy" ? this.plots[1].scales.y.min : 0;
    }

    resize() {
        for (const plot of this.plots) plot.setSize({ width: this.#width, height: this.#height });
    }

    stop() {
        for (const plot of this.plots) plot.destroy();
        this.legend.element.remove();
    }

    get #areStacked() {
        return this.place.clientWidth < 2 * NARROWEST_PX;
    }

    get #height() {
        return Math.round((this.#areStacked ? STACKED_PX : HEIGHT_PX) * this.scale);
    }

    get #width() {
        const whole = this.place.clientWidth;
        return Math.max(200, this.#areStacked ? whole : Math.floor((whole - GAP_PX) / 2));
    }

    /** A value on the axis of this quantity. @param {string} quantity @param {number} value */
    #written(quantity, value) {
        const { decimal, percent } = this.signs, { isShare } = CHARTS[quantity];
        const digits = String(isShare ? +(100 * value).toPrecision(4) : +value.toPrecision(3));
        return digits.replace(".", decimal) + (isShare ? percent : "");
    }

    #switch(lines, isShown) {
        for (const plot of this.plots) for (const line of lines) plot.setSeries(line + 1, { show: isShown });
    }

    /** What the lines are where the cursor is. @param {number | null | undefined} place */
    #say(place) {
        if (place === null || place === undefined) return this.legend.say(null, []);
        const at = this.plots[0].data[0][place];
        const values = this.groups.map(({ lines }) => this.plots.flatMap((plot, chart) => {
            const mean = meanOfKnown(lines.map((line) => plot.data[line + 1][place]));
            return mean === null ? [] : [this.#written(this.quantities[chart], mean)];
        }).join(" · "));
        return this.legend.say(`${this.words[this.axes.against]} ${+at.toFixed(2)}`, values);
    }

    /** All lines on one axis. */
    #columns(quantity) {
        const { against } = this.axes;
        return uPlot.join(this.lines.map(({ read }) => {
            const [at, values] = read(against, quantity === "error" ? "accuracy" : quantity);
            return [at, quantity === "error" ? errors(values) : values];
        }));
    }

    #make(quantity) {
        const { range } = CHARTS[quantity], { against, log_loss } = this.axes, title = this.words[quantity];
        const style = getComputedStyle(this.place), grid = style.getPropertyValue("--grid");
        const font = `${Math.round(FONT_PX * this.scale)}px sans-serif`;
        const axis = { stroke: style.color, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font, labelFont: font };
        const isLog = quantity === "error" || (quantity === "loss" && log_loss);
        const straight = uPlot.paths.linear();
        const series = ({ label, stroke, width, alpha, dash, hasGaps, isMarked, isDotsOnly }) => ({
            label, alpha, dash, width: width * this.scale, spanGaps: !hasGaps, stroke,
            points: { show: () => Boolean(isMarked?.()), size: 6 * this.scale },
            paths: (...given) => (isDotsOnly?.() ? null : straight(...given)),
        });
        const plot = new uPlot({
            title, width: this.#width, height: this.#height, legend: { show: false }, cursor: { sync: { key: this.pair.key } },
            scales: {
                x: { time: false, range: (_plot, low, high) => (this.isZoomed ? [low, high] : [0, this.end(against)]) },
                y: { distr: isLog ? 3 : 1, range: isLog ? undefined : (chart) => range(chart.data.slice(1).flat().filter((each) => each !== undefined)) },
            },
            axes: [
                { ...axis, label: against === "epoch" ? this.words.epochs : this.words.seconds, labelSize: 20 * this.scale, size: 32 * this.scale, values: (_plot, ticks) => ticks.map(shortNumber) },
                { ...axis, size: 56 * this.scale, values: (_plot, ticks) => ticks.map((tick) => (tick === null ? "" : this.#written(quantity, tick))) },
            ],
            series: [{ label: this.words[against] }, ...this.lines.map(series)],
            hooks: {
                setSelect: [(chart) => { this.isZoomed = chart.select.width > 0; }],
                setCursor: [(chart) => this.plots && this.#say(chart.cursor.idx)],
                draw: [(chart) => this.#drawMark(chart, style.color)],
            },
        }, this.#columns(quantity), this.place);
        plot.over.addEventListener("dblclick", () => {
            this.isZoomed = false;
            this.draw();
        });
        this.#serveKeys(plot, title);
        return plot;
    }

    #drawMark(plot, colour) {
        const at = this.mark(this.axes.against);
        if (at === null) return;
        const { ctx, bbox } = plot, x = Math.round(plot.valToPos(at, "x", true));
        ctx.save();
        ctx.strokeStyle = colour;
        ctx.lineWidth = 2 * devicePixelRatio;
        ctx.globalAlpha = 0.5;
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        ctx.restore();
    }

    /** Arrows move the cursor, and the legend says the values there. */
    #serveKeys(plot, title) {
        plot.root.tabIndex = 0;
        plot.root.setAttribute("role", "group");
        plot.root.setAttribute("aria-label", filled(this.words.keys, { title }));
        plot.root.addEventListener("keydown", (event) => {
            if (!(event.key in KEYS)) return;
            event.preventDefault();
            const [at] = plot.data, last = at.length - 1;
            const next = Math.max(0, Math.min(last, (plot.cursor.idx ?? (KEYS[event.key] > 0 ? -1 : last + 1)) + KEYS[event.key]));
            if (last >= 0) plot.setCursor({ left: plot.valToPos(at[next], "x"), top: 10 });
        });
    }
}

/** The share of wrong images; none for 0, which no logarithmic axis has. @param {(number | null)[]} accuracies */
function errors(accuracies) {
    return accuracies.map((accuracy) => (accuracy === null || accuracy >= 1 ? null : 1 - accuracy));
}
