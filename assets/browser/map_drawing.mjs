// The drawing on a map of images while it is drawn: a star with threads to the images nearest to it, and these images.
import { component, element } from "./component.mjs";
import { positionOf } from "./map_places.mjs";
import { ModelSpace, PixelSpace } from "./map_spaces.mjs";
import { MapStar } from "./map_star.mjs";
import { PlotlyChart } from "./plotly_chart.mjs";
import { pictureStyle, spriteOfChart } from "./sprite.mjs";

const SIZE_PX = 40;
const INVITATION = "Draw a digit: a star shows where it lies among the images, while you draw.";

/**
 * @typedef {object} Data as `pages/_shared/components/map_drawing.py` sends it; numbers as bytes in base64
 * @property {string} chart its key; `peek` gives it the images
 * @property {string} positions
 * @property {number} axes how many the map has, two or three
 * @property {string} directions empty where the map has none
 * @property {string} labels
 * @property {string} names of the classes, as JSON
 * @property {string} framing as JSON; empty for a model's space
 * @property {string} model its address; empty where the map is laid by pixels
 * @property {"hidden" | "scores"} by which of the model's values it is laid
 */

class MapDrawing {
    /** @param {import("./component.mjs").Component} component */
    constructor({ parentElement }) {
        this.said = element("p", "map-drawing");
        this.pictures = element("div", "map-nearest");
        parentElement.append(this.said, this.pictures);
        this.star = new MapStar();
        const soon = () => this.drawSoon();
        this.chart = new PlotlyChart({ plotly_afterplot: soon, plotly_relayouting: soon }, soon);
    }

    /** @param {{ data: Data }} component */
    update({ data }) {
        if (JSON.stringify(data) === JSON.stringify(this.data)) return;
        this.data = data;
        this.chart.key = data.chart;
        this.names = JSON.parse(data.names);
        this.labels = bytes(data.labels);
        this.positions = floats(data.positions);
        this.space?.stop();
        this.space = this.makeSpace();
        this.stopImages?.();
        this.stopImages = spriteOfChart.follow(data.chart, (sheet) => this.take(sheet));
    }

    /** The images come with the chart's pictures on hover. @param {import("./sprite.mjs").Sprite | null} sheet */
    take(sheet) {
        this.sheet = sheet;
        if (sheet) this.space.take(sheet);
        this.drawSoon();
    }

    makeSpace() {
        const { directions, framing, model, by } = this.data, { positions } = this, count = this.labels.length;
        const changed = () => this.drawSoon();
        if (model) return new ModelSpace({ positions, directions: floats(directions), model, by }, changed);
        return new PixelSpace({ count, positions, directions: directions ? floats(directions) : null, framing: JSON.parse(framing) }, changed);
    }

    drawSoon() {
        this.frame ??= requestAnimationFrame(() => {
            this.frame = null;
            this.draw();
        });
    }

    draw() {
        const lying = this.sheet && this.space.lie();
        if (!lying) return this.showNothing();
        const { axes } = this.data;
        this.star.show(this.chart.element, lying.place, lying.nearest.map((row) => positionOf(this.positions, row, axes)));
        this.say(lying.nearest);
    }

    showNothing() {
        this.star.hide();
        this.said.textContent = INVITATION;
        this.pictures.replaceChildren();
    }

    /** @param {number[]} nearest */
    say(nearest) {
        const names = nearest.map((row) => this.names[this.labels[row]]);
        this.said.textContent = `The star is your drawing, with threads to the images here ${this.space.words}: ${names.join(", ")}.`;
        this.pictures.replaceChildren(...nearest.map((row, rank) => {
            const picture = element("span");
            picture.title = names[rank];
            Object.assign(picture.style, pictureStyle(this.sheet, row, SIZE_PX));
            return picture;
        }));
    }

    stop() {
        cancelAnimationFrame(this.frame);
        this.chart.stop();
        this.space.stop();
        this.stopImages();
        this.star.hide();
        this.said.remove();
        this.pictures.remove();
    }
}

function bytes(text) {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** Little-endian, as every machine with a browser is. */
function floats(text) {
    return new Float32Array(bytes(text).buffer);
}

export default component((call) => new MapDrawing(call));
