// A grid of small pictures with captions; where they can be picked, each is a button.
import { component, styleSheet } from "./component.mjs";
import { scrollToTop } from "./page.mjs";
import { pictureStyle } from "./sprite.mjs";

/**
 * @typedef {object} Gallery as `pages/_shared` sends it, in one string
 * @property {string} sprite
 * @property {number} columns
 * @property {number} size side of a picture in pixels
 * @property {string} label of the whole grid
 * @property {string[]} names read to the blind
 * @property {string[]} captions
 * @property {number | null} picked
 * @property {boolean} pickable
 * @property {boolean} scrolls whether the page goes to its top when a picture is picked
 */

/** @param {Gallery} gallery @param {(index: number) => void} pick */
function drawGrid(gallery, pick) {
    const grid = document.createElement("div");
    grid.className = "grid";
    grid.setAttribute("role", "group");
    grid.setAttribute("aria-label", gallery.label);
    grid.append(...gallery.names.map((_, index) => drawTile(gallery, index, pick)));
    return grid;
}

/** @param {Gallery} gallery @param {number} index @param {(index: number) => void} pick */
function drawTile(gallery, index, pick) {
    const tile = document.createElement(gallery.pickable ? "button" : "figure");
    tile.className = "tile";
    const picture = document.createElement("span");
    picture.className = "picture";
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", gallery.names[index]);
    Object.assign(picture.style, pictureStyle(gallery, index, gallery.size));
    tile.append(picture);
    if (gallery.captions[index]) {
        const caption = document.createElement("span");
        caption.className = "caption";
        caption.textContent = gallery.captions[index];  // never as markup: people type captions
        tile.append(caption);
    }
    if (gallery.pickable) {
        tile.setAttribute("type", "button");
        tile.setAttribute("aria-pressed", String(index === gallery.picked));
        tile.addEventListener("click", () => pick(index));
    }
    return tile;
}

const css = await styleSheet(new URL("./gallery.css", import.meta.url));

export default component(({ parentElement }) => {
    let grid = null;
    return {
        update({ data, setTriggerValue }) {
            const gallery = JSON.parse(data.gallery);
            const drawn = drawGrid(gallery, (index) => {
                setTriggerValue("picked", index);
                if (gallery.scrolls) scrollToTop();
            });
            grid?.remove();
            grid = drawn;
            parentElement.append(grid);
        },
        stop() {
            grid?.remove();
        },
    };
}, css);
