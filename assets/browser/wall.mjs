// The drawings of a class on the projector: all of them on one screen, which they fill, those that were not read large and first.
import { component, element, styleSheet } from "./component.mjs";
import { followSize } from "./page.mjs";
import { pictureStyle } from "./sprite.mjs";

const LARGEST = 320, SMALLEST = 10, TIMES = 2.2;
const GAP = 6, BORDER = 3, BELOW = 24;
const SMALLEST_TYPE = 18, LARGEST_TYPE = 40, BESIDE_WORDS = 0.8; // the last in sizes of the type

/**
 * @typedef {object} Wall as `pages/_classroom/projector/class_drawings.py` sends it, in one string
 * @property {string} sprite
 * @property {number} columns
 * @property {string} label
 * @property {string[]} names read to the blind
 * @property {string[]} captions
 * @property {number} first how many of them come first, large and coloured
 */

/** How high a caption is below a picture of this size. @param {number} size */
export function captionHeight(size) {
    return 1.35 * captionSize(size);
}

/** @param {number} size */
function captionSize(size) {
    return Math.min(LARGEST_TYPE, Math.max(SMALLEST_TYPE, 0.24 * size));
}

/**
 * How high so many pictures are, in rows; a picture takes as much room as its words.
 *
 * @param {number} count @param {number} size @param {number} width @param {number} words width of the longest caption, in sizes of its type
 */
function heightOf(count, size, width, words) {
    if (count === 0) return 0;
    const picture = size + 2 * BORDER;
    const inARow = Math.max(1, Math.floor((width + GAP) / (Math.max(picture, words * captionSize(size)) + GAP)));
    return Math.ceil(count / inARow) * (picture + GAP + (words ? captionHeight(size) : 0));
}

/**
 * The sizes at which all fit: of those that come first, and of the others.
 *
 * @param {number} first @param {number} others @param {number} width @param {number} height
 * @param {[number, number]} words width of the longest caption of the first and of the others; 0 without captions
 * @returns {[number, number] | null} null where nothing fits
 */
export function sizesThatFit(first, others, width, height, words) {
    const fits = (large, small) => large + 2 * BORDER <= width
        && heightOf(first, large, width, words[0]) + heightOf(others, small, width, words[1]) <= height;
    let small = LARGEST;
    const large = () => (others === 0 ? small : Math.min(TIMES * small, LARGEST));
    while (small > SMALLEST && !fits(large(), small)) small--;
    if (small === SMALLEST) return null;
    const wide = grown(large(), (size) => fits(size, small));
    return [wide, grown(small, (size) => size <= wide && fits(wide, size))];
}

/** The largest size that still fits: rows end where they end, and what is left over goes to one group. */
function grown(size, fits) {
    while (size < LARGEST && fits(size + 1)) size++;
    return size;
}

/** @param {Wall} wall @param {number} index @param {number} size @param {boolean} hasWords */
function tile(wall, index, size, hasWords) {
    const isFirst = index < wall.first;
    const shown = element("figure", isFirst ? "tile first" : "tile");
    const picture = element("span", "picture");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", wall.names[index]);
    Object.assign(picture.style, pictureStyle(wall, index, size));
    shown.append(picture);
    if (hasWords && wall.captions[index]) {
        const caption = element("figcaption", "caption");
        caption.textContent = wall.captions[index];
        caption.style.fontSize = `${captionSize(size)}px`;
        shown.append(caption);
    }
    return shown;
}

/** How wide the longest of the captions is, in sizes of their type. @param {string[]} captions @param {HTMLElement} grid */
function widest(captions, grid) {
    if (!captions.some(Boolean)) return 0;
    const context = document.createElement("canvas").getContext("2d");
    context.font = `700 100px ${getComputedStyle(grid).fontFamily}`;
    return Math.max(...captions.map((caption) => context.measureText(caption).width / 100)) + BESIDE_WORDS;
}

/** @param {Wall} wall @param {HTMLElement} grid @param {number} width @param {number} height */
function lay(wall, grid, width, height) {
    const others = wall.names.length - wall.first;
    const words = [wall.captions.slice(0, wall.first), wall.captions.slice(wall.first)].map((captions) => widest(captions, grid));
    const withWords = sizesThatFit(wall.first, others, width, height, words);
    const [large, small] = withWords ?? sizesThatFit(wall.first, others, width, height, [0, 0]) ?? [SMALLEST, SMALLEST];
    const row = (from, to, size) => {
        const part = element("div", "part");
        for (let index = from; index < to; index++) part.append(tile(wall, index, size, withWords !== null));
        return part;
    };
    grid.replaceChildren(row(0, wall.first, large), row(wall.first, wall.names.length, small));
}

const css = await styleSheet(new URL("./wall.css", import.meta.url));

export default component(({ parentElement }) => {
    const grid = element("div", "wall");
    grid.setAttribute("role", "group");
    parentElement.append(grid);
    let wall = null, sent = "", size = "";
    const fit = () => {
        const { top, width } = grid.getBoundingClientRect();
        const height = window.innerHeight - top - BELOW;
        const now = `${width} ${height}`;
        if (!wall || width === 0 || now === size) return;
        size = now;
        lay(wall, grid, width, height);
    };
    return {
        stop: followSize(grid, fit),
        update({ data }) {
            if (data.wall !== sent) {
                sent = data.wall;
                wall = JSON.parse(sent);
                grid.setAttribute("aria-label", wall.label);
                size = "";
            }
            fit();
        },
    };
}, css);
