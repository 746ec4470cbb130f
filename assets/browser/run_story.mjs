// What a run has reported so far: its points within epochs and its epochs, as columns that grow with each event of its feed.

/**
 * @typedef {object} News an event of `/lab/runs/<id>/feed`
 * @property {boolean} over
 * @property {number} epochs_wanted
 * @property {(number | null)[][]} [points] epoch, seconds, loss, accuracy
 * @property {(number | null)[][]} [epochs] epoch, seconds, loss and accuracy in training, then in validation
 * @property {number[][]} [matrix] after the last epoch
 * @property {number[]} [kept] the epochs whose weights are stored
 * @property {number} [images_per_second]
 * @property {number | null} [seconds_left]
 */

const POINT = ["epoch", "seconds", "loss", "accuracy"];
const EPOCH = ["epoch", "seconds", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"];

function columns(names) {
    return Object.fromEntries(names.map((name) => [name, []]));
}

export class RunStory {
    constructor() {
        this.points = columns(POINT);
        this.epochs = columns(EPOCH);
        this.matrix = null;
        this.epochsWanted = 1;
        this.words = "";
    }

    /** @param {News} news */
    add(news) {
        for (const row of news.points ?? []) POINT.forEach((name, place) => this.points[name].push(row[place]));
        for (const row of news.epochs ?? []) EPOCH.forEach((name, place) => this.epochs[name].push(row[place]));
        this.matrix = news.matrix ?? this.matrix;
        this.epochsWanted = news.epochs_wanted;
        if (news.points) this.words = this.#sentence(news);
    }

    /** How far the run is, from 0 to 1. */
    get share() {
        return Math.min(1, (this.points.epoch.at(-1) ?? 0) / this.epochsWanted);
    }

    #sentence({ images_per_second, seconds_left }) {
        const epoch = Math.min(this.epochsWanted, Math.floor(this.points.epoch.at(-1)) + 1);
        const left = seconds_left ? `, ${roughly(seconds_left)} left` : "";
        return `Epoch ${epoch} of ${this.epochsWanted}, ${images_per_second.toLocaleString("en")} images a second${left}`;
    }
}

/** So many seconds, in the unit that a person would say. */
function roughly(seconds) {
    if (seconds < 90) return `about ${seconds} s`;
    if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
    return `about ${Math.round(seconds / 3600)} hours`;
}
