// The curves of one run or of several, while they learn and afterwards: they stay on the page all the time, and get only
// what is new. What one run confuses is shown where the page has a `run_matrix`.
import { component, element, filled, styleSheet } from "./component.mjs";
import { CurveCharts } from "./curve_charts.mjs";
import { ofOneRun, ofPublished, ofSeveralRuns } from "./curve_lines.mjs";
import { confusion, keptEpochs, markedEpoch } from "./run_epochs.mjs";
import { RunNumbers } from "./run_numbers.mjs";
import { RunPlayer } from "./run_player.mjs";
import { RunStory } from "./run_story.mjs";

const css = (await Promise.all(["./uplot.css", "./curves.css"].map((name) => styleSheet(new URL(name, import.meta.url))))).join("");

const QUICK_SECONDS = 3; // a run that was over sooner is played once more: nobody has seen it
const FIGURES = ["epoch", "seconds", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"];

/**
 * @typedef {object} Data as `pages/_shared/components/curves.py` sends it
 * @property {string} feed
 * @property {{ id: string, title: string, group: string }[]} runs those of a group are drawn alike
 * @property {boolean} compares whether each run has one line, its validation
 * @property {string[]} colours of several runs
 * @property {Record<string, (number | null)[]> | null} published
 * @property {"epoch" | "seconds"} against
 * @property {boolean} log_loss
 * @property {boolean} log_error
 * @property {boolean} smooth
 * @property {number} scale how large all is: 1 on a desk, more on a projector
 * @property {string} words until the first point comes
 * @property {string} meaning
 * @property {boolean} is_over whether all runs are, as the page knows
 * @property {string} mark on the picture: what it is, where it is no run of one's own
 * @property {boolean} plays whether it is played as soon as it is known
 * @property {Record<string, string>} labels what is said, with values in braces
 * @property {import("./bar_table.mjs").Signs} signs
 */

class Curves {
    /** @param {import("./component.mjs").Component} component */
    constructor({ data, parentElement }) {
        this.runs = data.runs.map((run) => ({ ...run, story: new RunStory() }));
        this.isOne = !data.compares;
        this.story = this.runs[0]?.story ?? new RunStory();
        this.root = element("div", "curves");
        this.words = element("p", "words");
        this.words.setAttribute("role", "status");
        this.bar = element("progress", "how_far");
        this.bar.max = 1;
        this.place = element("div", "charts");
        this.note = element("p", "note");
        this.numbers = new RunNumbers(this.isOne ? "learning-curves" : "runs-compared", () => this.table(), { onlyGrows: this.isOne, words: data.labels });
        const head = this.isOne && this.runs.length ? [this.words, this.bar] : []; // no run: only what was published
        this.root.append(...head, this.place, this.note, this.numbers.element);
        parentElement.append(this.root);
        this.sizes = new ResizeObserver(() => this.charts?.resize());
        this.sizes.observe(this.root);
        if (this.runs.length) this.listen(data.feed);
    }

    listen(address) {
        this.feed = new EventSource(new URL(address, document.baseURI));
        this.feed.addEventListener("message", ({ data: text }) => this.take(JSON.parse(text)));
    }

    /** A run that was over goes on: it is drawn from its beginning. */
    beginAgain() {
        for (const run of this.runs) run.story = new RunStory();
        this.story = this.runs[0].story;
        this.player?.stop();
        this.player?.element.replaceWith(this.bar);
        this.player = this.matrices = this.matrixAt = null;
        this.numbers.clear();
        this.charts?.stop();
        this.charts = null;
        this.hasEnded = false;
        this.listen(this.data.feed);
    }

    update({ data }) {
        const known = JSON.stringify([data.against, data.log_loss, data.log_error, data.smooth, data.scale, data.published]);
        this.data = data;
        if (this.hasEnded && !data.is_over) this.beginAgain();
        if (!this.story.hasBegun) this.words.textContent = data.words;
        if (this.known === known) return;
        this.known = known;
        this.root.style.setProperty("--scale", data.scale);
        this.place.dataset.mark = data.mark;
        this.charts?.stop();
        this.charts = null;
        this.drawSoon();
    }

    /** @param {Record<string, import("./run_story.mjs").News>} news by run */
    take(news) {
        for (const { id, story } of this.runs) {
            if (!news[id]) continue;
            story.add(news[id]);
            if (news[id].kept) keptEpochs.put(id, news[id].kept.filter((epoch) => epoch <= story.lastEpoch));
        }
        if (this.runs.every(({ story }) => story.isOver)) this.end();
        else this.sawItLearn = true;
        this.drawSoon();
    }

    /** All runs are over: one can be played again. */
    end() {
        this.feed.close();
        this.hasEnded = true;
        if (!this.isOne || this.story.lastEpoch < 2 || this.player) return;
        this.player = new RunPlayer(this.story, () => this.drawSoon());
        this.player.element.addEventListener("pointerdown", () => this.readMatrices(), { once: true });
        this.player.element.addEventListener("focusin", () => this.readMatrices(), { once: true });
        this.bar.replaceWith(this.player.element);
        const wasTooQuick = this.sawItLearn && this.story.seconds < QUICK_SECONDS;
        if ((this.data.plays || wasTooQuick) && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
            this.readMatrices();
            this.player.play(0);
        }
    }

    /** What it confused after each epoch; a run of very many has some of them. */
    async readMatrices() {
        this.matrices ??= fetch(new URL(`lab/runs/${this.runs[0].id}/matrices`, document.baseURI)).then((answer) => answer.json()).then(
            ({ epochs, matrices }) => {
                this.matrixAt = (epoch) => matrices[epochs.findLastIndex((each) => each <= epoch)];
                this.drawSoon();
            },
            () => { this.matrices = null; }, // the next press requests them again
        );
    }

    drawSoon() {
        this.frame ??= requestAnimationFrame(() => {
            this.frame = null;
            this.draw();
        });
    }

    draw() {
        if (!this.data.published && !this.runs.some(({ story }) => story.hasBegun)) return;
        this.charts ??= this.make();
        this.charts.draw();
        this.note.textContent = this.sentence();
        this.numbers.show();
        if (this.isOne && this.runs.length) this.drawProgress();
    }

    drawProgress() {
        const { story, player } = this, epoch = player?.marked ?? null;
        this.bar.value = story.share;
        this.words.textContent = player ? this.wordsAt(epoch ?? story.lastEpoch) : story.words || this.data.words;
        this.tellConfusion(epoch === null ? undefined : this.matrixAt?.(epoch), epoch);
        if (this.lastMarked !== epoch) markedEpoch.put(this.runs[0].id, epoch);
        this.lastMarked = epoch;
    }

    /** @param {number[][] | undefined} counts at the epoch that is shown; else the newest */
    tellConfusion(counts, epoch) {
        const shown = counts ?? this.story.matrix;
        if (shown !== this.shown) confusion.put(this.runs[0].id, shown && { counts: shown, epoch: counts ? epoch : this.story.lastEpoch });
        this.shown = shown;
    }

    wordsAt(epoch) {
        const accuracy = this.story.epochs.validation_accuracy[epoch - 1];
        const right = typeof accuracy === "number" ? `, ${(100 * accuracy).toFixed(2)}% of the validation images right` : "";
        return `After epoch ${epoch} of ${this.story.lastEpoch}, ${this.story.secondsAt(epoch).toFixed(1)} s of training${right}`;
    }

    make() {
        const { published, smooth: isSmooth, colours, scale } = this.data, style = getComputedStyle(this.root);
        const upTo = () => (this.player?.isPlaying ? this.player.epoch : Infinity);
        const lines = () => {
            if (!this.runs.length) return ofPublished(published, style);
            return this.isOne ? ofOneRun(this.story, { style, isSmooth, published, upTo }) : ofSeveralRuns(this.runs, colours);
        };
        const stories = this.runs.map(({ story }) => story);
        const end = (against) => (against === "epoch"
            ? Math.max(1, published?.epoch.length ?? 0, ...stories.map(({ epochsWanted }) => epochsWanted))
            : Math.max(0, ...stories.map(({ seconds }) => seconds)) || 1);
        const mark = (against) => {
            const epoch = this.player?.isPlaying ? null : (this.player?.marked ?? null);
            return epoch === null || against === "epoch" ? epoch : this.story.secondsAt(epoch);
        };
        return new CurveCharts(this.place, { lines: lines(), axes: this.data, scale, end, mark, words: this.data.labels, signs: this.data.signs });
    }

    sentence() {
        const low = this.charts.lowestAccuracy;
        const { meaning, labels, signs } = this.data;
        const begins = low > 0 ? filled(labels.begins, { percent: `${Math.round(100 * low)}${signs.percent}` }) : "";
        return [meaning, begins, labels.zoom].filter(Boolean).join(" ");
    }

    table() {
        const { labels } = this.data;
        const head = [...(this.isOne ? [] : [labels.run]), ...FIGURES.map((name) => labels[name])];
        const rows = this.runs.flatMap(({ title, story }) =>
            story.epochs.epoch.map((_, place) => [...(this.isOne ? [] : [title]), ...FIGURES.map((name) => story.epochs[name][place])]));
        return { head, rows };
    }

    stop() {
        this.feed?.close();
        this.sizes.disconnect();
        cancelAnimationFrame(this.frame);
        this.player?.stop();
        this.charts?.stop();
        this.root.remove();
    }
}

export default component((call) => new Curves(call), css);
