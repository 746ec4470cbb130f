// What a run has reported so far: its points within epochs and its epochs, as columns that grow with each event of its feed.

/**
 * @typedef {object} News of one run, in an event of `/lab/runs/<ids>/feed`
 * @property {boolean} over
 * @property {number} epochs_wanted
 * @property {number} [paused] after so many batches
 * @property {(number | null)[][]} [points] epoch, seconds, loss, accuracy
 * @property {(number | null)[][]} [epochs] epoch, seconds, loss and accuracy in training, then in validation
 * @property {number[][]} [matrix] after the last epoch
 * @property {number[]} [kept] the epochs whose weights are stored
 * @property {number} [images_per_second]
 * @property {number | null} [seconds_left]
 */

/** @typedef {Record<string, (number | null)[]>} Columns */

const POINT = ["epoch", "seconds", "loss", "accuracy"];
const EPOCH = ["epoch", "seconds", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"];

function noRows(names) {
    return Object.fromEntries(names.map((name) => [name, []]));
}

export class RunStory {
    constructor() {
        /** @type {Columns} */
        this.points = noRows(POINT);
        /** @type {Columns} */
        this.epochs = noRows(EPOCH);
        /** @type {number[][] | null} */
        this.matrix = null;
        this.epochsWanted = 1;
        this.isOver = false;
        this.words = "";
        /** @type {[number, number][] | null} epoch and seconds of all reports, made when somebody wants to know */
        this.times = null;
    }

    /** @param {News} news */
    add(news) {
        for (const row of news.points ?? []) POINT.forEach((name, place) => this.points[name].push(row[place]));
        for (const row of news.epochs ?? []) EPOCH.forEach((name, place) => this.epochs[name].push(row[place]));
        this.matrix = news.matrix ?? this.matrix;
        this.epochsWanted = news.epochs_wanted;
        this.isOver = news.over;
        this.times = null;
        if (news.paused !== undefined) this.words = this.#paused(news.paused);
        else if (news.points) this.words = this.#sentence(news);
    }

    get hasBegun() {
        return this.points.epoch.length + this.epochs.epoch.length > 0;
    }

    /** The last epoch that is complete. */
    get lastEpoch() {
        return this.epochs.epoch.at(-1) ?? 0;
    }

    /** How far the run is, from 0 to 1. */
    get share() {
        return Math.min(1, (this.points.epoch.at(-1) ?? 0) / this.epochsWanted);
    }

    /** Its seconds of training. */
    get seconds() {
        return Math.max(this.points.seconds.at(-1) ?? 0, this.epochs.seconds.at(-1) ?? 0);
    }

    /** How many seconds it had learned at this epoch, which may be a part of one; between two reports a straight line. @param {number} epoch */
    secondsAt(epoch) {
        return between(this.#times(), epoch, ([at]) => at, ([, seconds]) => seconds);
    }

    /** Which epoch it had reached after so many seconds. @param {number} seconds */
    epochAt(seconds) {
        return between(this.#times(), seconds, ([, at]) => at, ([epoch]) => epoch);
    }

    #times() {
        const all = [this.points, this.epochs].flatMap(({ epoch, seconds }) => epoch.map((each, place) => [each, seconds[place]]));
        this.times ??= [[0, 0], ...all.sort(([one], [other]) => one - other)];
        return this.times;
    }

    #paused(batches) {
        const counted = `${batches.toLocaleString("en")} ${batches === 1 ? "batch" : "batches"}`;
        return `Paused after ${counted}; ${this.lastEpoch} of ${this.epochsWanted} epochs done`;
    }

    #sentence({ images_per_second, seconds_left }) {
        const epoch = Math.min(this.epochsWanted, Math.floor(this.points.epoch.at(-1)) + 1);
        const left = seconds_left ? `, ${roughly(seconds_left)} left` : "";
        return `Epoch ${epoch} of ${this.epochsWanted}, ${images_per_second.toLocaleString("en")} images a second${left}`;
    }
}

/** The rows up to this epoch, as columns again. @param {Columns} columns @param {number} epoch */
export function until(columns, epoch) {
    const later = columns.epoch.findIndex((each) => each > epoch);
    if (later < 0) return columns;
    return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(0, later)]));
}

function between(rows, wanted, known, sought) {
    const next = rows.findIndex((row) => known(row) >= wanted);
    if (next < 0) return sought(rows.at(-1));
    if (next === 0) return sought(rows[0]);
    const [before, after] = [rows[next - 1], rows[next]];
    const share = (wanted - known(before)) / (known(after) - known(before) || 1);
    return sought(before) + share * (sought(after) - sought(before));
}

/** So many seconds, in the unit that a person would say. */
function roughly(seconds) {
    if (seconds < 90) return `about ${seconds} s`;
    if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
    return `about ${Math.round(seconds / 3600)} hours`;
}
