// A Plotly chart that stands elsewhere on the page, found by its key; what it tells goes to our handlers.

const LOOK_FOR_CHART_EACH_MS = 200;

export class PlotlyChart {
    /** Plotly's element; null until it is there. @type {any} */
    element = null;
    /** The chart's key in Python. */
    key = "";

    /**
     * @param {Record<string, (event: any) => void>} handlers by the names of Plotly's events
     * @param {() => void} found called when the chart is there, and again when another one is there in its place
     */
    constructor(handlers, found) {
        Object.assign(this, { handlers, found });
        // The chart may be drawn after this, or drawn anew.
        this.timer = setInterval(() => this.#look(), LOOK_FOR_CHART_EACH_MS);
    }

    #look() {
        const chart = document.querySelector(`.st-key-${this.key} .js-plotly-plot`);
        if (!chart || chart === this.element || !chart.on) return;
        this.#detach();
        this.element = chart;
        for (const [name, handler] of Object.entries(this.handlers)) chart.on(name, handler);
        this.found();
    }

    #detach() {
        if (!this.element?.removeListener) return; // Plotly has already let go of it
        for (const [name, handler] of Object.entries(this.handlers)) this.element.removeListener(name, handler);
    }

    stop() {
        clearInterval(this.timer);
        this.#detach();
    }
}

/**
 * What Plotly draws at this moment, with all that its figure leaves out: its ranges follow while somebody zooms, those of
 * the figure only afterwards.
 *
 * @param {any} chart Plotly's element
 */
export function drawn({ _fullLayout: layout = {}, _fullData: traces = [] }) {
    return { layout, traces };
}

/**
 * The number of the point that one of Plotly's events is about. While a 3-D chart is drawn anew, there may be a point
 * without data.
 *
 * @returns {number | null}
 */
export function pointOf(event) {
    return numberOf(event.points?.[0]);
}

/** The numbers of all points in a box or a lasso, each once. @returns {number[]} */
export function pointsOf(event) {
    return [...new Set((event.points ?? []).map(numberOf).filter((number) => number !== null))];
}

/** The first of its `customdata`; null for a point without. */
function numberOf(point) {
    const number = point?.customdata?.[0];
    return number === undefined ? null : Number(number);
}
