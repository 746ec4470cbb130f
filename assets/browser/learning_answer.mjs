// What a network says of the drawing beside it while it learns: with each kept epoch its weights are fetched, and the bars
// are drawn anew; below them a column for each epoch shows how the answer came to be.
import { BarTable, inPercent, largest } from "./bar_table.mjs";
import { component, element } from "./component.mjs";
import { followInk, inkNow } from "./ink.mjs";
import { followAnswers } from "./live_answers.mjs";
import { addressOf, keptEpochs, markedEpoch } from "./run_epochs.mjs";

const RESTS_MS = 300; // then the drawing is read by all kept epochs, and not by the newest alone

/**
 * @typedef {object} Data as `pages/_shared/components/learning_answer.py` sends it
 * @property {string} run
 * @property {string[]} names of the classes
 * @property {number[] | null} kept the epochs of a run that is over; null while it learns, when the curves tell of them
 * @property {boolean} hasSlider whether the epoch is chosen here; else the curves have the slider
 */

class LearningAnswer {
    /** @param {import("./component.mjs").Component} component */
    constructor({ parentElement, data }) {
        this.names = data.names;
        this.head = element("div", "answer small");
        this.said = element("span", "said");
        this.beside = element("span", "beside");
        this.head.append(this.said, this.beside);
        this.bars = new BarTable(data.names);
        this.strip = element("table", "strip");
        this.slider = element("input");
        Object.assign(this.slider, { type: "range", min: "0", ariaLabel: "After epoch", hidden: true });
        this.slider.addEventListener("input", () => markedEpoch.put(this.run, this.kept[Number(this.slider.value)]));
        this.minds = element("p", "minds");
        this.parts = [this.head, this.bars.table, this.slider, this.strip, this.minds];
        parentElement.append(...this.parts);
        this.run = data.run;
        this.hasSlider = data.hasSlider;
        /** @type {Map<number, Float32Array>} probabilities by epoch */
        this.answers = new Map();
        /** @type {Set<number>} whose weights could not be had: a run that goes on lets go of some */
        this.missing = new Set();
        this.kept = [];
        this.marked = null;
        const stops = [
            followInk(() => this.drawn()),
            keptEpochs.follow(data.run, (kept) => this.hasKept(kept)),
            markedEpoch.follow(data.run, (epoch) => this.mark(epoch)),
        ];
        this.stopFollowing = () => stops.forEach((stop) => stop());
        this.draw();
    }

    /** @param {{ data: Data }} component */
    update({ data }) {
        if (this.isOver !== (data.kept !== null)) {
            this.isOver = data.kept !== null;
            this.draw();
        }
        if (data.kept && data.kept.join() !== this.kept.join()) keptEpochs.put(data.run, data.kept);
    }

    /** Show the answer of this epoch, or of the kept one before it; null for the newest. @param {number | null} epoch */
    mark(epoch) {
        this.marked = epoch;
        this.draw();
    }

    hasKept(kept) {
        this.kept = kept;
        this.missing.clear();
        this.readAllSoon();
        const newest = kept.at(-1);
        if (newest === undefined || newest === this.newest) return;
        this.newest = newest;
        this.stopNewest?.();
        this.stopNewest = this.ask(newest, () => {});
    }

    /** Another drawing: what the epochs said of the one before no longer counts. */
    drawn() {
        this.answers.clear();
        this.missing.clear();
        this.draw();
        this.readAllSoon();
    }

    readAllSoon() {
        clearTimeout(this.resting);
        this.resting = setTimeout(() => this.readAll(), RESTS_MS);
    }

    /** One epoch after the other reads the drawing, the newest of those that have not. */
    readAll() {
        const next = this.kept.findLast((epoch) => !this.answers.has(epoch) && !this.missing.has(epoch));
        if (next === undefined || !inkNow().strokes.length || this.stopReading) return;
        this.stopReading = this.ask(next, () => {
            this.stopReading?.();
            this.stopReading = null;
            this.readAll();
        });
    }

    ask(epoch, then) {
        const model = { address: addressOf(this.run, epoch), doubter: null };
        return followAnswers(model, (digits, { change, sheet }) => {
            const isOld = change !== inkNow().change || sheet !== inkNow().sheet;
            if (!digits) this.missing.add(epoch);
            else if (digits.length && !isOld) this.answers.set(epoch, digits[0].probabilities);
            this.draw();
            if (!digits || (digits.length && !isOld)) then();
        });
    }

    draw() {
        const hasInk = inkNow().strokes.length > 0;
        const epoch = this.kept.findLast((each) => this.answers.has(each) && each <= (this.marked ?? Infinity));
        const shares = hasInk ? this.answers.get(epoch) : undefined;
        this.said.textContent = shares ? this.names[largest(shares)] : "–";
        this.beside.textContent = this.sentence(hasInk, epoch, shares);
        this.bars.show(shares ?? null, { caption: "Probability of each digit", isAnswer: true });
        this.drawSlider();
        this.drawStrip(epoch);
        this.minds.textContent = hasInk ? this.changesOfMind() : "";
    }

    drawSlider() {
        const last = this.kept.length - 1, at = this.marked === null ? last : this.kept.findLastIndex((each) => each <= this.marked);
        this.slider.hidden = !this.hasSlider || last < 1;
        this.slider.max = String(last);
        this.slider.value = String(Math.max(0, at));
        this.slider.ariaValueText = `epoch ${this.kept[Math.max(0, at)]}`;
    }

    /** Since when it has called the drawing what it calls it last. */
    changesOfMind() {
        const epochs = this.kept.filter((each) => !this.missing.has(each));
        if (epochs.length < 2 || !epochs.every((each) => this.answers.has(each))) return "";
        const said = epochs.map((each) => largest(this.answers.get(each)));
        const changes = said.flatMap((digit, place) => (place && digit !== said[place - 1] ? [place] : []));
        const before = changes.length > 1 ? `, and changed its mind ${changes.length} times before.` : ".";
        return `It has called this drawing ${this.names[said.at(-1)]} since epoch ${epochs[changes.at(-1) ?? 0]}${before}`;
    }

    sentence(hasInk, epoch, shares) {
        if (!hasInk) return this.isOver ? "Draw a digit: the network of each epoch reads it." : "Draw a digit: the network reads it again and again while it learns.";
        if (shares) return `after epoch ${epoch}, ${inPercent(Math.max(...shares))} sure`;
        return this.kept.length ? "The network reads it." : "The network reads it after its first epoch.";
    }

    /** @param {number | undefined} shown the epoch whose answer stands above */
    drawStrip(shown) {
        const epochs = this.kept.filter((epoch) => this.answers.has(epoch));
        this.strip.hidden = epochs.length < 2;
        if (this.strip.hidden) return;
        const caption = element("caption");
        caption.textContent = `From epoch ${epochs[0]} to ${epochs.at(-1)}: how the answer came to be`;
        const rows = this.names.map((name, digit) => {
            const row = element("tr"), head = element("th");
            head.scope = "row";
            head.textContent = name;
            row.append(head, ...epochs.map((epoch) => {
                const cell = element("td", epoch === shown && this.marked !== null ? "marked" : ""), share = this.answers.get(epoch)[digit];
                cell.style.setProperty("--share", share.toFixed(3));
                cell.title = `${name} after epoch ${epoch}: ${inPercent(share)}`;
                cell.setAttribute("aria-label", cell.title);
                return cell;
            }));
            return row;
        });
        this.strip.replaceChildren(caption, ...rows);
    }

    stop() {
        clearTimeout(this.resting);
        this.stopFollowing();
        this.stopNewest?.();
        this.stopReading?.();
        for (const part of this.parts) part.remove();
    }
}

export default component((call) => new LearningAnswer(call));
