// What a map of images is laid by, and so where a drawing lies on it: pixels, or what a model makes of them.
import { frame } from "./frame.mjs";
import { followInk, inkNow } from "./ink.mjs";
import { followAnswers } from "./live_answers.mjs";
import { alongDirections, amid, asImage, hiddenValues, nearestInPixels, nearestOnMap, scoresOf } from "./map_places.mjs";
import { inkOf } from "./sprite.mjs";

/**
 * @typedef {object} Lying
 * @property {import("./map_places.mjs").Place} place of the drawing
 * @property {number[]} nearest the images that its threads lead to
 */

/**
 * @typedef {object} Space
 * @property {(sheet: import("./sprite.mjs").Sprite) => void} take the images of the map
 * @property {() => Lying | null} lie null without a drawing, or while something is still to come
 * @property {string} words what the nearest images are nearest by
 * @property {() => void} stop
 */

/** By pixels: along the directions of the map, or amid the nearest images where there are none. @implements {Space} */
export class PixelSpace {
    words = "that are nearest to it, pixel by pixel";
    #ink = null;

    /** @param {{ count: number, positions: Float32Array, directions: Float32Array | null, framing: import("./frame.mjs").Framing }} map @param {() => void} changed */
    constructor(map, changed) {
        Object.assign(this, { map, changed });
        this.stop = followInk(changed);
    }

    async take(sheet) {
        this.sheet = sheet;
        this.#ink = null;
        const ink = await inkOf(sheet, this.map.count, this.map.framing.side);
        if (sheet !== this.sheet) return;
        this.#ink = ink;
        this.changed();
    }

    lie() {
        const { positions, directions, framing } = this.map, { strokes } = inkNow();
        if (!this.#ink || !strokes.some((stroke) => stroke.length)) return null;
        const image = asImage(frame(strokes, framing));
        const nearest = nearestInPixels(this.#ink, image, framing.maximum);
        return { nearest, place: directions ? alongDirections(directions, image) : amid(positions, nearest) };
    }
}

/** By what the page's worker says that a model makes of the drawing. @implements {Space} */
export class ModelSpace {
    words = "that are nearest to it on this map";
    #reading = null;

    /** @param {{ positions: Float32Array, directions: Float32Array, model: string, by: "hidden" | "scores" }} map @param {() => void} changed */
    constructor(map, changed) {
        this.map = map;
        this.stop = followAnswers({ address: map.model, doubter: null, layers: true }, (digits) => {
            this.#reading = digits?.[0] ?? null;
            changed();
        });
    }

    take() {}

    lie() {
        if (!this.#reading) return null;
        const values = this.map.by === "hidden" ? hiddenValues(this.#reading) : scoresOf(this.#reading);
        const place = alongDirections(this.map.directions, values);
        return { place, nearest: nearestOnMap(this.map.positions, place) };
    }
}
