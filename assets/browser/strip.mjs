// The newest drawings at the desk, in places that stay: nothing in it moves or changes while the pointer is over it.
import { component, element, styleSheet } from "./component.mjs";
import { pictureStyle } from "./sprite.mjs";

const SIZE = 52;

/**
 * @typedef {object} Strip as `pages/_classroom/desk/moderation.py` sends it, in one string
 * @property {string} sprite
 * @property {number} columns
 * @property {number} places how many places there are, with or without a drawing
 * @property {{ place: number, id: string, state: "shown" | "waits" | "hidden", caption: string, name: string }[]} drawings
 */

/** @param {Strip} strip @param {(id: string) => void} press */
function drawPlaces(strip, press) {
    const places = Array.from({ length: strip.places }, () => element("div", "place"));
    strip.drawings.forEach((drawing, index) => {
        const tile = element("button", `tile ${drawing.state}`), picture = element("span", "picture"), caption = element("span", "caption");
        tile.type = "button";
        tile.setAttribute("aria-label", drawing.name);
        tile.title = drawing.name;
        Object.assign(picture.style, pictureStyle(strip, index, SIZE));
        caption.textContent = drawing.caption;
        tile.append(picture, caption);
        tile.addEventListener("click", () => press(drawing.id));
        places[drawing.place].append(tile);
    });
    return places;
}

/**
 * What a strip that lies under the pointer shows of newer news: the same drawings in the same places, as they are now.
 *
 * @param {Strip} shown @param {Strip} newest
 * @returns {Strip}
 */
export function heldStill(shown, newest) {
    const states = new Map(newest.drawings.map((drawing) => [drawing.id, drawing.state]));
    return { ...shown, drawings: shown.drawings.map((drawing) => ({ ...drawing, state: states.get(drawing.id) ?? drawing.state })) };
}

const css = await styleSheet(new URL("./strip.css", import.meta.url));

export default component(({ parentElement, setTriggerValue }) => {
    const grid = element("div", "strip");
    grid.setAttribute("role", "group");
    grid.setAttribute("aria-label", "The newest drawings");
    parentElement.append(grid);
    let shown = null, newest = null, sent = "", isHeld = false;
    const draw = (strip) => {
        const focused = grid.querySelector(":focus")?.parentElement;
        const place = focused ? [...grid.children].indexOf(focused) : -1;
        shown = strip;
        grid.replaceChildren(...drawPlaces(strip, (id) => setTriggerValue("pressed", id)));
        grid.children[place]?.querySelector("button")?.focus();
    };
    grid.addEventListener("pointerenter", () => { isHeld = true; });
    grid.addEventListener("pointerleave", () => {
        isHeld = false;
        draw(newest);
    });
    return {
        update({ data }) {
            if (data.strip === sent) return;
            sent = data.strip;
            newest = JSON.parse(sent);
            draw(isHeld ? heldStill(shown, newest) : newest);
        },
    };
}, css);
