// What a map of images does beyond Plotly: zoomed by wheel and fingers, images for points, a frame for the keyboard.
import { component } from "./component.mjs";
import { MapFrame } from "./map_frame.mjs";
import { markPoints } from "./map_marks.mjs";
import { MapPictures } from "./map_pictures.mjs";
import { scaleOf } from "./map_scale.mjs";
import { MapZoom, showView, viewOf } from "./map_zoom.mjs";
import { drawn, PlotlyChart } from "./plotly_chart.mjs";
import { spriteOfChart } from "./sprite.mjs";

class MapView {
    #marked = ""; // which points the chart shows as picked
    /** @type {import("./map_zoom.mjs").View | null} */
    #view = null;
    #isNew = false;

    constructor() {
        this.zoom = new MapZoom();
        this.pictures = new MapPictures();
        const soon = () => this.drawSoon();
        this.chart = new PlotlyChart({
            plotly_relayout: () => this.keepView(), plotly_relayouting: soon, plotly_afterplot: soon,
        }, () => this.found());
    }

    /**
     * @param {import("./component.mjs").Component} component with the chart's key in `data`, for which `peek` has the images,
     *     whether several can be picked, and the numbers of those that are, as JSON; empty where none are
     */
    update({ data, setTriggerValue }) {
        this.setTriggerValue = setTriggerValue;
        if (data.picks) this.frame ??= new MapFrame((rows) => this.setTriggerValue("several", rows));
        this.marked = data.marked;
        this.drawSoon();
        if (this.chart.key === data.chart) return;
        this.chart.key = data.chart;
        this.stopImages?.();
        this.stopImages = spriteOfChart.follow(data.chart, async (sheet) => {
            await this.pictures.take(sheet);
            this.drawSoon();
        });
    }

    found() {
        this.zoom.takeOver(this.chart.element);
        this.#isNew = true;
        this.drawSoon();
    }

    /** Streamlit draws another chart wherever anything in it has changed: it shows what the one before did. */
    begin(element) {
        this.#isNew = false;
        this.#marked = "";
        if (this.#view?.laid === drawn(element).layout.uirevision) showView(element, this.#view);
        element.dataset.zooms = true;
    }

    mark(element) {
        this.#marked = this.marked;
        markPoints(element, this.marked ? new Set(JSON.parse(this.marked)) : null);
    }

    /** What a new chart tells before it shows that is not what anybody wants to see. */
    keepView() {
        if (!this.#isNew) this.#view = viewOf(this.chart.element);
    }

    drawSoon() {
        this.nextFrame ??= requestAnimationFrame(() => {
            this.nextFrame = null;
            const { element } = this.chart;
            if (!scaleOf(element)) return; // not drawn yet, or in space
            if (this.#isNew) this.begin(element);
            if (this.#marked !== this.marked) this.mark(element);
            this.pictures.show(element);
            this.frame?.show(element);
        });
    }

    stop() {
        cancelAnimationFrame(this.nextFrame);
        this.chart.stop();
        this.zoom.stop();
        this.stopImages();
        this.pictures.hide();
        this.frame?.hide();
    }
}

export default component(() => new MapView());
