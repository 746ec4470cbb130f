// A network as a picture, from its image to its answer: of the drawing on the sheet, in each frame while the pen moves, as it
// was after any epoch of its training; or of an image of the data. Whatever is pressed is taken apart below: the numbers that
// it was made of.
import { component, element, styleSheet } from "./component.mjs";
import { tilePx } from "./lens_pixels.mjs";
import { MapsCanvas, UnitsCanvas } from "./lens_row.mjs";
import { explainPoint, explainUnit } from "./lens_sums.mjs";
import { followAnswers } from "./live_answers.mjs";
import { readModel } from "./model_file.mjs";
import { followView } from "./page.mjs";
import { open } from "./reader.mjs";
import { addressOf, keptEpochs, markedEpoch } from "./run_epochs.mjs";

const css = await styleSheet(new URL("./lens.css", import.meta.url));

const MOST_MAPS = 64;
const MOST_UNITS = 1024;
const UNITS_IN_A_ROW = 64;
const WAITS = "Draw a digit, and see it go through the network.";

/**
 * @typedef {object} Data as `pages/_shared/components/lens.py` sends it
 * @property {string[]} names of the classes
 * @property {string | null} address of the model; null where a run is followed
 * @property {string | null} run whose network is shown as it is after its newest epoch, or after the one that is marked
 * @property {number[] | null} image in the units of the data, row by row; null for the drawing on the sheet
 */

class Lens {
    /** @param {import("./component.mjs").Component} component */
    constructor({ parentElement }) {
        this.hint = element("p", "hint");
        this.rows = element("div", "rows");
        this.detail = element("section", "detail");
        this.detail.setAttribute("aria-live", "polite");
        parentElement.append(this.hint, this.rows);
        this.hint.textContent = WAITS;
        this.stops = [];
        this.stopLooking = followView(this.detail, (isSeen) => { this.isDetailSeen = isSeen; this.explain(); });
    }

    /** @param {{ data: Data }} component */
    update({ data }) {
        const known = JSON.stringify([data.address, data.run, data.image]);
        this.data = data;
        if (this.known === known) return;
        this.known = known;
        this.leave();
        this.model = this.outputs = this.chosen = null;
        this.clear();
        if (data.image) this.showImage(data.address, data.image);
        else if (data.run) this.followRun(data.run);
        else this.followInk(data.address);
    }

    followRun(run) {
        const follow = () => {
            const epoch = this.kept?.findLast((each) => each <= (this.marked ?? Infinity));
            if (epoch !== undefined && epoch !== this.epoch) this.followInk(addressOf(run, (this.epoch = epoch)));
        };
        this.epoch = undefined;
        this.stops = [
            keptEpochs.follow(run, (kept) => { this.kept = kept; follow(); }),
            markedEpoch.follow(run, (marked) => { this.marked = marked; follow(); }),
        ];
    }

    /** What is on the screen stays until the network of the other epoch has answered. */
    async followInk(address) {
        this.address = address;
        this.stopAnswers?.();
        this.stopAnswers = followAnswers({ address, doubter: null, layers: true }, (digits) => this.show(digits?.[0]?.layers ?? null));
        const file = await fetch(new URL(address, document.baseURI)); // the worker has fetched it already
        if (file.ok && this.address === address) this.take(readModel(await file.arrayBuffer()));
    }

    async showImage(address, image) {
        this.address = address;
        const reader = await open(new URL(address, document.baseURI));
        if (this.address !== address || this.data.image !== image) return;
        this.outputs = reader.answerImage(Float32Array.from(image), { layers: true }).layers;
        this.take(reader.model);
    }

    take(model) {
        this.model = model;
        this.view = null; // it holds the numbers of another epoch
        if (this.outputs) this.show(this.outputs);
    }

    clear() {
        for (const part of this.parts ?? []) part.canvas.stop();
        this.parts = null;
        this.rows.replaceChildren();
    }

    leave() {
        this.stopAnswers?.();
        for (const stop of this.stops) stop();
        this.stops = [];
        this.address = this.stopAnswers = null;
    }

    /** @param {import("./reader.mjs").Layer[] | null} outputs the image first; null on an empty sheet */
    show(outputs) {
        this.outputs = outputs;
        this.hint.textContent = outputs ? "Press a map or a unit to see what it was made of." : WAITS;
        if (!outputs || !this.model) return this.rows.classList.add("idle");
        this.rows.classList.remove("idle");
        if (!this.parts) this.build();
        for (const part of this.parts) part.canvas.show(outputs[part.place]);
        this.explain();
    }

    /** A row for the image and for each layer that changes something. */
    build() {
        const { layers } = this.model;
        const kinds = [null, ...layers];
        this.parts = this.outputs.flatMap(({ shape }, place) => {
            if (["flatten", "dropout"].includes(kinds[place]?.kind)) return [];
            const part = shape.length === 3 ? this.maps(place, shape) : this.units(place, shape[0]);
            const row = element("div", "row");
            const title = element("h4", "title");
            title.textContent = titleOf(kinds[place], shape, place === layers.length);
            row.append(title, part.body);
            this.rows.append(row);
            return [part];
        });
        const first = this.parts.find(({ place }) => layers[place - 1]?.kind === "conv2d") ?? this.parts.at(-1);
        this.choose(first.place, 0);
    }

    maps(place, [rows, columns, count]) {
        const shown = Math.min(count, MOST_MAPS), body = element("div", "maps");
        body.style.setProperty("--map", `${tilePx(shown)}px`);
        body.style.setProperty("--form", `${columns} / ${rows}`);
        const buttons = Array.from({ length: shown }, (_, map) => (
            this.button(place, map, "map", place ? `Map ${map + 1} of ${count}` : "The image")));
        body.append(...buttons);
        return { place, body, buttons, canvas: new MapsCanvas(body, buttons) };
    }

    units(place, count) {
        const shown = Math.min(count, MOST_UNITS), body = element("div", "units");
        const isAnswer = place === this.outputs.length - 1;
        const buttons = Array.from({ length: shown }, (_, unit) => {
            const name = isAnswer ? `Score of ${this.nameOf(unit)}` : `Unit ${unit + 1} of ${count}`;
            const button = this.button(place, unit, "unit", name);
            if (isAnswer) button.textContent = this.nameOf(unit);
            else if (unit % UNITS_IN_A_ROW && shown > UNITS_IN_A_ROW) button.tabIndex = -1; // Tab goes from row to row
            return button;
        });
        body.classList.toggle("answers", isAnswer);
        body.append(...buttons);
        return { place, body, buttons, canvas: new UnitsCanvas(body, buttons) };
    }

    button(place, number, className, name) {
        const button = element("button", className);
        button.setAttribute("aria-label", name);
        button.addEventListener("click", () => this.choose(place, number));
        return button;
    }

    /** The name of an output: the class, or that it is none. */
    nameOf(unit) {
        return this.data.names[unit] ?? "no digit";
    }

    choose(place, number) {
        this.chosen = { place, number, isMap: this.outputs[place].shape.length === 3 };
        for (const part of this.parts) {
            part.buttons.forEach((button, other) => (
                button.setAttribute("aria-pressed", String(part.place === place && other === number))));
            if (part.place === place) part.body.parentElement.after(this.detail); // on a wide screen it stands beside them all
        }
        this.view = null;
        this.explain();
    }

    /** What the chosen map or unit was made of, just now; what was just chosen also before it is in view. */
    explain() {
        if (!this.chosen || !this.outputs || (this.view && !this.isDetailSeen)) return;
        const { place, number, isMap } = this.chosen, layer = this.model.layers[place - 1] ?? null;
        if (!this.view) {
            this.view = isMap
                ? explainPoint({ layer, map: number })
                : explainUnit({ layer, unit: number, output: this.model.output, names: this.data.names, isAnswer: place === this.model.layers.length });
            this.detail.replaceChildren(this.view.body);
        }
        this.view.draw(this.outputs[place - 1] ?? null, this.outputs[place]);
    }

    stop() {
        this.leave();
        this.clear();
        this.stopLooking();
        for (const part of [this.hint, this.rows]) part.remove();
    }
}

/** @param {import("./network.mjs").Layer | null} layer null for the image */
function titleOf(layer, shape, isAnswer) {
    const [rows, columns, count] = shape;
    const more = count > MOST_MAPS ? ` (the first ${MOST_MAPS} are shown)` : "";
    const size = shape.length === 3 ? `${count} maps of ${rows}×${columns}${more}` : `${rows} units`;
    if (layer === null) return `The image that the network gets, ${rows}×${columns}`;
    if (isAnswer) return "One score for each answer";
    const after = layer.activation && layer.activation !== "linear" ? `, ${layer.activation}` : "";
    return {
        conv2d: `Convolution: ${size}${after}`,
        maxpooling2d: `The largest of each ${layer.window}×${layer.window}: ${size}`,
        batchnormalization: `Normalised: ${size}`,
        dense: `Dense: ${size}${after}`,
    }[layer.kind] ?? size;
}

export default component((call) => new Lens(call), css);
