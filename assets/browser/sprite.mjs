// One picture out of a sheet of equal pictures, as `digitcore/figures/sprite.py` lays them out: row by row.

/**
 * @typedef {object} Sprite
 * @property {string} sprite address of the sheet
 * @property {number} columns pictures to a row
 */

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
