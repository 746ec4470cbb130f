// Probabilities as bars, which are a table for screen readers: what `pages/_shared/components/bars.py` writes as HTML.

import { putWords } from "./component.mjs";

/** @typedef {{ decimal: string, percent: string }} Signs how a language writes percentages */

/** @type {Signs} */
const ENGLISH = { decimal: ".", percent: "%" };

/** A probability in percent: never 100%, since no model is certain. @param {number} share @param {Signs} [signs] */
export function inPercent(share, { decimal, percent } = ENGLISH) {
    const written = (value) => `${value.toFixed(1).replace(".", decimal)}${percent}`;
    if (share > 0.9995) return `>${written(99.9)}`;
    return share < 0.0005 ? `<${written(0.1)}` : written(100 * share);
}

/** The place of the largest. @param {ArrayLike<number>} shares */
export function largest(shares) {
    let best = 0;
    for (let place = 1; place < shares.length; place += 1) if (shares[place] > shares[best]) best = place;
    return best;
}

export class BarTable {
    /** @param {string[]} names of the classes */
    constructor(names) {
        this.table = document.createElement("table");
        this.table.className = "bars";
        this.caption = this.table.createCaption();
        const body = this.table.createTBody();
        this.rows = names.map((name) => {
            const row = body.insertRow(), head = document.createElement("th");
            head.scope = "row";
            head.textContent = name;
            const track = document.createElement("td"), bar = document.createElement("span");
            track.className = "track";
            track.ariaHidden = "true";
            track.append(bar);
            const words = document.createElement("td");
            row.append(head, track, words);
            return { row, bar, words };
        });
    }

    /**
     * @param {ArrayLike<number> | null} shares null for empty bars of the same height
     * @param {{ caption: string, isAnswer: boolean, signs?: Signs }} options the largest is marked, unless the shares are those of no digit
     */
    show(shares, { caption, isAnswer, signs }) {
        putWords(this.caption, caption);
        this.table.classList.toggle("muted", !isAnswer);
        const chosen = shares && isAnswer ? largest(shares) : -1;
        this.rows.forEach(({ row, bar, words }, place) => {
            row.className = place === chosen ? "chosen" : "other";
            bar.style.width = `${shares ? (100 * shares[place]).toFixed(1) : 0}%`;
            putWords(words, shares ? inPercent(shares[place], signs) : "");
        });
    }
}
