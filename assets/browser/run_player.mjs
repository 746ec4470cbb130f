// Plays a run again: a button, a speed, and a slider over its epochs that moves everything on the page that knows of epochs.
import { element } from "./component.mjs";

/** @typedef {import("./run_story.mjs").RunStory} RunStory */

const SPEEDS = [
    { words: "in 3 seconds", inSeconds: 3 },
    { words: "as fast as it was", factor: 1 },
    { words: "10 times as fast", factor: 10 },
    { words: "100 times as fast", factor: 100 },
];

export class RunPlayer {
    /** @param {RunStory} story of a run that is over @param {() => void} moved called with each frame that it plays and each move of the slider */
    constructor(story, moved) {
        this.story = story;
        this.moved = moved;
        this.element = element("div", "player");
        this.button = element("button", "play");
        this.button.type = "button";
        this.button.addEventListener("click", () => (this.isPlaying ? this.pause() : this.play()));
        this.speeds = element("select");
        this.speeds.setAttribute("aria-label", "How fast it is played");
        this.speeds.append(...SPEEDS.map(({ words }) => Object.assign(element("option"), { textContent: words })));
        this.speeds.addEventListener("change", () => this.isPlaying && this.play(this.epoch));
        this.slider = Object.assign(element("input"), { type: "range", min: "1", step: "1" });
        this.slider.setAttribute("aria-label", "Epoch");
        this.slider.addEventListener("input", () => this.move(Number(this.slider.value)));
        this.says = element("output");
        this.element.append(this.button, this.slider, this.says, this.speeds);
        /** The epoch that is looked at, a part of one while it plays. */
        this.epoch = story.lastEpoch;
        this.isPlaying = false;
        this.slider.max = String(story.lastEpoch);
        this.show();
    }

    /** The whole epoch that is looked at, or null at the end. */
    get marked() {
        const epoch = Math.floor(this.epoch);
        return epoch < this.story.lastEpoch ? Math.max(1, epoch) : null;
    }

    /** From its beginning, or from this epoch on. */
    play(from = this.epoch < this.story.lastEpoch ? this.epoch : 0) {
        cancelAnimationFrame(this.next);
        this.isPlaying = true;
        const began = performance.now() / 1000 - this.#elapsed(from);
        const step = () => {
            this.epoch = this.#epochAfter(performance.now() / 1000 - began);
            if (this.epoch >= this.story.lastEpoch) this.isPlaying = false;
            else this.next = requestAnimationFrame(step);
            this.show();
            this.moved();
        };
        this.next = requestAnimationFrame(step);
    }

    pause() {
        cancelAnimationFrame(this.next);
        this.isPlaying = false;
        this.show();
        this.moved();
    }

    /** @param {number} epoch */
    move(epoch) {
        this.epoch = epoch;
        this.pause();
    }

    get #speed() {
        return SPEEDS[this.speeds.selectedIndex];
    }

    #elapsed(epoch) {
        const { inSeconds, factor } = this.#speed;
        return inSeconds ? (inSeconds * epoch) / this.story.lastEpoch : this.story.secondsAt(epoch) / factor;
    }

    #epochAfter(elapsed) {
        const { inSeconds, factor } = this.#speed, last = this.story.lastEpoch;
        return Math.min(last, inSeconds ? (last * elapsed) / inSeconds : this.story.epochAt(elapsed * factor));
    }

    show() {
        this.button.textContent = this.isPlaying ? "❚❚ Pause" : "▶ Play";
        this.slider.value = String(Math.floor(this.epoch));
        this.says.textContent = `epoch ${Math.max(1, Math.floor(this.epoch))} of ${this.story.lastEpoch}`;
    }

    stop() {
        cancelAnimationFrame(this.next);
    }
}
