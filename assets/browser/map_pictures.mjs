// The images of a flat map in the place of its points, once few enough are in view: on a canvas, out of the chart's sheet.
import { layersOf, pointsOn, scaleOf } from "./map_scale.mjs";

const MOST = 150;
const LEAST_PX = 22, LARGEST_PX = 56; // of a side
const SHARE = 0.3; // of the plot that pictures may fill, were there no overlap
const FRAME_PX = 3;
const PALE = 0.4; // an image that is not picked can still be made out

/**
 * The points in view; none where they are too many for pictures, which would hide each other.
 *
 * @param {import("./map_scale.mjs").MapPoint[]} points @param {import("./map_scale.mjs").Scale} scale
 */
export function inView(points, scale) {
    const seen = points.filter(({ place }) => scale.share(place).every((share) => share >= 0 && share <= 1));
    const room = (SHARE * scale.area.width * scale.area.height) / LEAST_PX ** 2; // a telephone has less
    return seen.length > Math.min(MOST, room) ? [] : seen;
}

/** The side of so many pictures, in pixels. @param {number} count @param {{ width: number, height: number }} area */
export function sideOf(count, { width, height }) {
    return Math.round(Math.min(LARGEST_PX, Math.max(LEAST_PX, Math.sqrt((SHARE * width * height) / count))));
}

export class MapPictures {
    constructor() {
        this.canvas = Object.assign(document.createElement("canvas"), { className: "map-pictures", ariaHidden: "true" });
    }

    /** @param {import("./sprite.mjs").Sprite | null} sheet */
    async take(sheet) {
        this.image = null;
        this.sheet = sheet;
        if (!sheet) return;
        const image = new Image();
        image.src = sheet.sprite;
        await image.decode();
        if (sheet === this.sheet) this.image = image;
    }

    /** @param {any} chart Plotly's element, flat */
    show(chart) {
        const scale = scaleOf(chart);
        if (!this.image) return this.canvas.remove();
        const points = inView(pointsOn(chart), scale);
        // Below what Plotly writes and hovers, above its points, which go on to be what is pressed.
        const below = layersOf(chart).querySelector(".gl-container");
        if (this.canvas.previousSibling !== below) below.after(this.canvas);
        this.canvas.classList.toggle("shown", points.length > 0);
        if (points.length) this.#draw(points, scale);
    }

    #draw(points, { area, onScreen }) {
        const { canvas, image, sheet } = this, sharp = window.devicePixelRatio;
        Object.assign(canvas, { width: area.width * sharp, height: area.height * sharp });
        const { left, top, width, height } = area;
        Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
        const context = canvas.getContext("2d"), side = sideOf(points.length, area), cut = image.naturalWidth / sheet.columns;
        context.scale(sharp, sharp);
        Object.assign(context, { imageSmoothingEnabled: false, lineWidth: FRAME_PX });
        for (const { row, place, colour, isPale } of points) {
            const [x, y] = onScreen(place), column = row % sheet.columns, line = Math.floor(row / sheet.columns);
            const square = [x - left - side / 2, y - top - side / 2, side, side];
            context.globalAlpha = isPale ? PALE : 1;
            context.drawImage(image, column * cut, line * cut, cut, cut, ...square);
            context.strokeStyle = colour;
            context.strokeRect(...square);
        }
    }

    hide() {
        this.canvas.remove();
    }
}
