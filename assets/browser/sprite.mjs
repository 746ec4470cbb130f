// One picture out of a sheet of equal pictures, as `digitcore/figures/sprite.py` lays them out: row by row.
import { ByKey } from "./by_key.mjs";

/**
 * @typedef {object} Sprite
 * @property {string} sprite address of the sheet
 * @property {number} columns pictures to a row
 */

/** What a chart shows on hover, by the chart's key: sent once, for all that need these images. @type {ByKey<Sprite | null>} */
export const spriteOfChart = new ByKey(null);

/**
 * The style that shows the picture with this number on an empty element.
 *
 * @param {Sprite} sheet
 * @param {number} index
 * @param {number} size side of the shown picture in pixels
 */
export function pictureStyle({ sprite, columns }, index, size) {
    const column = index % columns, row = Math.floor(index / columns);
    return {
        width: `${size}px`,
        height: `${size}px`,
        backgroundImage: `url(${sprite})`,
        backgroundSize: `${columns * size}px auto`,
        backgroundPosition: `-${column * size}px -${row * size}px`,
    };
}

/**
 * The ink of the first pictures of a sheet, 0 to 255, picture after picture, each row by row.
 *
 * @param {Sprite} sheet @param {number} count @param {number} side of a picture in its own pixels
 */
export async function inkOf({ sprite, columns }, count, side) {
    const picture = new Image();
    picture.src = sprite;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(picture, 0, 0);
    return pictureAfterPicture(context.getImageData(0, 0, picture.width, picture.height), { columns, count, side });
}

/** @param {{ data: ArrayLike<number>, width: number }} pixels four values each, dark ink on white paper */
export function pictureAfterPicture({ data, width }, { columns, count, side }) {
    const ink = new Uint8Array(count * side * side);
    for (let place = 0; place < ink.length; place += 1) {
        const picture = Math.floor(place / (side * side)), within = place % (side * side);
        const row = Math.floor(picture / columns) * side + Math.floor(within / side);
        const column = (picture % columns) * side + (within % side);
        ink[place] = 255 - data[4 * (row * width + column)];
    }
    return ink;
}
