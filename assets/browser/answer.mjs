// The answer to what is on the sheet: large, with a sentence and the bars.
//
// While the pen moves it is the answer of this browser; once the server has answered for exactly this ink, it is the server's.
import { BarTable, inPercent, largest } from "./bar_table.mjs";
import { component, element, filled, putWords } from "./component.mjs";
import { followInk, inkNow } from "./ink.mjs";
import { followAnswers } from "./live_answers.mjs";

const NOTHING = "–";
const MOST_TABLES = 3; // more digits than these have no room for their bars

/**
 * @typedef {object} Digit
 * @property {ArrayLike<number>} probabilities
 * @property {string} refusal why it is no digit; empty for a digit
 */

/**
 * @typedef {object} Data as `pages/_shared/components/answer.py` sends it
 * @property {number} sheet
 * @property {import("./live_answers.mjs").Model | null} model null where only the server can answer
 * @property {string[]} names of the classes
 * @property {{ change: number, digits: Digit[] } | null} answered the server's answer, and to which ink
 * @property {Record<string, string>} refusals a sentence for each reason to refuse
 * @property {string} begin what to do on an empty sheet
 * @property {string} wait what to say where there is ink and no answer yet
 * @property {boolean} small one of several rows
 * @property {Record<string, string>} words what is said, with values in braces
 * @property {import("./bar_table.mjs").Signs} signs
 */

class Answer {
    /** @param {import("./component.mjs").Component} component */
    constructor({ parentElement }) {
        this.head = element("div", "answer");
        this.said = element("span", "said");
        this.beside = element("span", "beside");
        this.head.append(this.said, this.beside);
        this.tables = element("div", "bar_tables");
        this.spoken = element("div", "spoken");
        this.spoken.setAttribute("aria-live", "polite");
        parentElement.append(this.head, this.tables, this.spoken);
        /** @type {{ change: number, sheet: number, digits: Digit[] } | null} */
        this.live = null;
        this.stopFollowing = followInk(() => this.draw());
    }

    /** @param {{ data: Data }} component */
    update({ data }) {
        if (this.data?.names.join() !== data.names.join()) this.shown = [];
        if (this.data?.model?.address !== data.model?.address) this.followModel(data);
        this.data = data;
        this.head.classList.toggle("small", data.small);
        this.draw();
        if (!data.small) this.speak();
    }

    followModel({ model, refusals }) {
        this.stopAnswers?.();
        this.live = null;
        if (!model) return;
        this.stopAnswers = followAnswers(model, (digits, { sheet, change }) => {
            if (digits === null) return;
            const read = digits.map(({ probabilities, problem }) => (
                { probabilities, refusal: problem ? refusals[problem] : "" }));
            this.live = { sheet, change, digits: read };
            this.draw();
        });
    }

    /** The newest answer: the server's to this very ink, or this browser's, or the server's to ink that was there before. */
    newest() {
        const { sheet, change, strokes } = inkNow(), { answered } = this.data;
        const isOfSheet = sheet === this.data.sheet;
        if (!isOfSheet || answered?.change === change) return answered?.digits ?? [];
        if (!strokes.length) return [];
        if (this.live?.sheet === sheet) return this.live.digits;
        return answered?.digits ?? [];
    }

    draw() {
        if (!this.data) return;
        const digits = this.newest();
        const text = digits.map(({ probabilities, refusal }) => (refusal ? "?" : this.data.names[largest(probabilities)])).join("");
        putWords(this.said, text || NOTHING);
        this.said.classList.toggle("long", text.length > 3);
        putWords(this.beside, this.sentence(digits));
        const count = digits.length > MOST_TABLES ? 0 : Math.max(1, digits.length);
        this.hasTables(count).forEach((table, place) => {
            const digit = digits[place];
            const { words, signs } = this.data;
            const caption = count > 1 ? filled(words.one, { number: place + 1 }) : words.each;
            table.show(digit?.probabilities ?? null, { caption, isAnswer: !digit?.refusal, signs });
        });
    }

    /** @param {Digit[]} digits */
    sentence(digits) {
        const { words, signs } = this.data;
        if (digits.length > 1) return filled(words.several, { count: digits.length });
        if (digits.length) return digits[0].refusal || filled(words.sure, { percent: inPercent(Math.max(...digits[0].probabilities), signs) });
        const { sheet, strokes } = inkNow();
        return sheet === this.data.sheet && strokes.length ? this.data.wait : this.data.begin;
    }

    hasTables(count) {
        if (this.shown?.length !== count) {
            this.shown = Array.from({ length: count }, () => new BarTable(this.data.names));
            this.tables.replaceChildren(...this.shown.map(({ table }) => table));
        }
        return this.shown;
    }

    /** Read out what the server has answered, and not each frame. */
    speak() {
        const { answered, words } = this.data, said = { answer: this.said.textContent, sentence: this.beside.textContent };
        const sentence = answered?.digits.length ? filled(words.spoken, said) : "";
        putWords(this.spoken, sentence);
    }

    stop() {
        this.stopFollowing();
        this.stopAnswers?.();
        this.head.remove();
        this.tables.remove();
        this.spoken.remove();
    }
}

export default component((call) => new Answer(call));
