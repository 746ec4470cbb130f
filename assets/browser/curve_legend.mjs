// The names of the lines of two charts, with their values where the cursor is; a press hides a line in both.
import { element, filled } from "./component.mjs";

export class CurveLegend {
    /**
     * @param {import("./curve_charts.mjs").Line[]} lines
     * @param {Record<string, string>} words
     * @param {(line: number, isShown: boolean) => void} onSwitch
     */
    constructor(lines, words, onSwitch) {
        this.words = words;
        this.element = element("div", "legend");
        this.at = element("span", "at");
        this.at.setAttribute("role", "status");
        this.values = lines.map(() => element("span", "value"));
        const buttons = lines.map(({ label, stroke, width, dash }, line) => {
            const button = Object.assign(element("button"), { type: "button", title: words.switch });
            const swatch = element("span", "swatch");
            swatch.style.borderTop = `${1.5 * width}px ${dash?.length ? (dash[0] > 2 ? "dashed" : "dotted") : "solid"} ${stroke}`;
            button.append(swatch, label, this.values[line]);
            button.setAttribute("aria-pressed", "true");
            button.addEventListener("click", () => {
                const isShown = button.getAttribute("aria-pressed") !== "true";
                button.setAttribute("aria-pressed", String(isShown));
                onSwitch(line, isShown);
            });
            return button;
        });
        this.element.append(...buttons, this.at);
    }

    /** @param {string | null} at where the cursor is @param {string[]} values of the lines there */
    say(at, values) {
        this.at.textContent = at === null ? "" : filled(this.words.at, { place: at });
        for (const [line, place] of this.values.entries()) place.textContent = values[line] ? ` ${values[line]}` : "";
    }
}
