// The curves of a run while it learns: they stay on the page for the whole run, and get only what is new.
import { component, element, styleSheet } from "./component.mjs";
import { accuracyRange, lossRange, shortNumber } from "./curve_scales.mjs";
import { putKept } from "./kept_epochs.mjs";
import { LiveMatrix } from "./live_matrix.mjs";
import { RunStory } from "./run_story.mjs";
import uPlot from "./uplot.mjs";

const css = (await Promise.all(["./uplot.css", "./live_curves.css"].map((name) => styleSheet(new URL(name, import.meta.url))))).join("");

const HEIGHT_PX = 240;
const NARROWEST_PX = 420; // two charts narrower than this stand below each other
const GAP_PX = 24;
const MOST_MARKED = 40; // epochs; more dots than these run into each other
const inPercent = (share) => `${+(100 * share).toPrecision(4)}%`;
const CHARTS = {
    loss: { title: "Loss", range: lossRange, words: (value) => String(+value.toPrecision(3)) },
    accuracy: { title: "Accuracy", range: accuracyRange, words: inPercent },
    error: { title: "Error", range: null, words: inPercent },
};

class LiveCurves {
    /** @param {import("./component.mjs").Component} component with the data of `live_curves.show` in Python */
    constructor({ data, parentElement }) {
        this.story = new RunStory();
        this.root = element("div", "curves");
        this.bar = element("progress", "how_far");
        this.bar.max = 1;
        this.words = element("p", "words");
        this.words.textContent = data.words;
        this.run = data.run;
        this.isReplay = data.replay_seconds > 0;
        this.words.setAttribute("role", "status");
        this.place = element("div", "charts");
        this.note = element("p", "note");
        this.matrix = new LiveMatrix(data.names);
        this.numbers = new Numbers();
        this.root.append(this.words, this.bar, this.place, this.note, this.matrix.element, this.numbers.element);
        parentElement.append(this.root);
        this.sizes = new ResizeObserver(() => this.resize());
        this.sizes.observe(this.root);
        this.feed = new EventSource(new URL(data.feed, document.baseURI));
        this.feed.addEventListener("message", ({ data: text }) => {
            const news = JSON.parse(text);
            if (data.replay_seconds) this.replay(news, 1000 * data.replay_seconds);
            else this.hear(news);
        });
    }

    update({ data }) {
        const { against, log_loss, log_error } = data;
        if (this.axes?.against === against && this.axes.log_loss === log_loss && this.axes.log_error === log_error) return;
        this.axes = { against, log_loss, log_error };
        this.quantities = ["loss", log_error ? "error" : "accuracy"];
        this.charts?.forEach((chart) => chart.destroy());
        this.charts = null;
        this.drawSoon();
    }

    /** @param {import("./run_story.mjs").News} news */
    hear(news) {
        this.story.add(news);
        if (news.over) this.feed.close();
        if (news.epochs) this.numbers.add(news.epochs);
        if (news.kept) putKept(this.run, news.kept.filter((epoch) => epoch <= this.story.epochs.epoch.length));
        this.drawSoon();
    }

    /** Tell a run that was over too soon once more, as if it took so long. */
    replay(news, lengthMs, began = performance.now()) {
        this.feed.close();
        const share = Math.min(1, (performance.now() - began) / lengthMs);
        const { points, epochs } = this.story, wanted = share * news.epochs_wanted;
        const until = (rows, known) => rows?.slice(known.epoch.length).filter(([epoch]) => epoch <= wanted);
        this.hear({ ...news, points: until(news.points, points), epochs: until(news.epochs, epochs), matrix: share < 1 ? null : news.matrix });
        if (share < 1) this.again = requestAnimationFrame(() => this.replay(news, lengthMs, began));
    }

    drawSoon() {
        this.frame ??= requestAnimationFrame(() => {
            this.frame = null;
            this.draw();
        });
    }

    draw() {
        const { story } = this;
        if (!story.points.epoch.length) return;
        if (!this.isReplay) this.words.textContent = story.words;
        this.bar.value = story.share;
        this.charts ??= this.quantities.map((quantity) => this.make(quantity));
        this.charts.forEach((plot, place) => plot.setData(this.columns(this.quantities[place])));
        this.note.textContent = this.sentence();
        this.matrix.show(story.matrix, story.epochs.epoch.at(-1));
    }

    /** The points and the epochs on one axis. */
    columns(quantity) {
        const { points, epochs } = this.story, { against } = this.axes;
        const column = (columns, part) => (quantity === "error" ? errors(columns[`${part}accuracy`]) : columns[part + quantity]);
        return uPlot.join([
            [points[against], column(points, "")],
            [epochs[against], column(epochs, "train_"), column(epochs, "validation_")],
        ]);
    }

    make(quantity) {
        const { title, range, words } = CHARTS[quantity], { against, log_loss } = this.axes;
        const style = getComputedStyle(this.root), ink = style.color, grid = style.getPropertyValue("--grid");
        const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font: "12px sans-serif", labelFont: "12px sans-serif" };
        const isLog = quantity === "error" || (quantity === "loss" && log_loss);
        const ends = () => (against === "epoch" ? [0, this.story.epochsWanted] : [0, this.story.points.seconds.at(-1) || 1]);
        const value = (_plot, number) => (number === null || number === undefined ? "–" : words(number));
        // A quick run has fewer points than epochs: joined by lines they would tell of another curve.
        const areFew = () => this.story.points.epoch.length < this.story.epochs.epoch.length, lines = uPlot.paths.linear();
        const isMarked = () => this.story.epochs.epoch.length <= MOST_MARKED;
        const line = (label, colour, more = {}) => ({ label, stroke: style.getPropertyValue(colour), value, spanGaps: true, ...more });
        const plot = new uPlot({
            title, width: this.width, height: HEIGHT_PX,
            scales: {
                x: { time: false, range: (_plot, low, high) => (this.isZoomed ? [low, high] : ends()) },
                y: { distr: isLog ? 3 : 1, range: isLog ? undefined : (chart) => range(chart.data.slice(1).flat().filter((each) => each !== undefined)) },
            },
            axes: [
                { ...axis, label: against === "epoch" ? "epochs" : "seconds", labelSize: 20, values: (_plot, ticks) => ticks.map(shortNumber) },
                { ...axis, size: 56, values: (_plot, ticks) => ticks.map((tick) => (tick === null ? "" : words(tick))) },
            ],
            series: [
                { label: against, value: (_plot, number) => (number === null ? "–" : String(+number.toFixed(2))) },
                line("training, live", "--training", {
                    width: 1, alpha: 0.5, points: { show: areFew, size: 4 }, paths: (...given) => (areFew() ? null : lines(...given)),
                }),
                line("training, per epoch", "--training", { width: 2, points: { show: isMarked, size: 6 } }),
                line("validation", "--validation", { width: 2, dash: [7, 4], points: { show: isMarked, size: 6 } }),
            ],
            hooks: { setSelect: [(chart) => { this.isZoomed = chart.select.width > 0; }] },
        }, this.columns(quantity), this.place);
        plot.over.addEventListener("dblclick", () => {
            this.isZoomed = false;
            this.drawSoon();
        });
        return plot;
    }

    sentence() {
        const low = this.charts[1].scales.y.min;
        const begins = low > 0 && this.quantities[1] === "accuracy" ? ` The axis of accuracy begins at ${Math.round(100 * low)}%.` : "";
        return `Training is measured while it learns, validation after each epoch on images it does not learn from.${begins} Drag to zoom, double-click to go back.`;
    }

    get width() {
        const whole = this.root.clientWidth;
        return Math.max(200, whole < 2 * NARROWEST_PX ? whole : Math.floor((whole - GAP_PX) / 2));
    }

    resize() {
        this.charts?.forEach((chart) => chart.setSize({ width: this.width, height: HEIGHT_PX }));
    }

    stop() {
        this.feed.close();
        this.sizes.disconnect();
        cancelAnimationFrame(this.frame);
        cancelAnimationFrame(this.again);
        this.charts?.forEach((chart) => chart.destroy());
        this.root.remove();
    }
}

/** The share of wrong images; none for 0, which no logarithmic axis has. @param {(number | null)[]} accuracies */
function errors(accuracies) {
    return accuracies.map((accuracy) => (accuracy === null || accuracy >= 1 ? null : 1 - accuracy));
}

/** All epochs as a table, folded. */
class Numbers {
    constructor() {
        this.element = element("details", "numbers");
        const summary = document.createElement("summary"), table = document.createElement("table");
        summary.textContent = "Numbers";
        const head = table.createTHead().insertRow();
        for (const name of ["epoch", "seconds", "training loss", "training accuracy", "validation loss", "validation accuracy"]) {
            const cell = document.createElement("th");
            cell.scope = "col";
            cell.textContent = name;
            head.append(cell);
        }
        this.body = table.createTBody();
        this.element.append(summary, table);
    }

    /** @param {(number | null)[][]} epochs */
    add(epochs) {
        for (const epoch of epochs) {
            const row = this.body.insertRow();
            for (const number of epoch) row.insertCell().textContent = number === null ? "–" : String(+number.toPrecision(4));
        }
    }
}

export default component((call) => new LiveCurves(call), css);
