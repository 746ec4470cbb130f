// The pen beside the canvas: sends strokes while they are drawn, undoes, redoes and clears, and notices when it rests.
import { component, styleSheet } from "./component.mjs";
import { listen } from "./page.mjs";
import { PenCanvas } from "./pen_canvas.mjs";
import { actionOf, makeButtons, makeSpoken } from "./pen_controls.mjs";
import { PenPieces } from "./pen_pieces.mjs";
import { SHOWN, announceRest } from "./rest_events.mjs";

const css = await styleSheet(new URL("./pen.css", import.meta.url));

class Pen {
    /** @param {import("./component.mjs").Component} component */
    constructor({ data, parentElement }) {
        this.pieces = new PenPieces(data.answered, (piece) => this.setStateValue("piece", piece));
        this.canvas = new PenCanvas(data.paper);
        this.spokenMoment = "";
        this.buttons = makeButtons((action) => this.act(action));
        this.spoken = makeSpoken();
        parentElement.append(this.buttons, this.spoken);
        this.stopListening = listen({
            pointerdown: (event) => this.begin(event),
            pointermove: (event) => this.move(event),
            pointerup: (event) => this.end(event),
            pointercancel: (event) => this.end(event),
            pointerover: () => this.canvas.hideToolbar(),
            keydown: (event) => this.key(event),
            [SHOWN]: () => this.waitForRest(),
        }, (name) => ({ capture: true, passive: name !== "keydown" }));
    }

    /** @param {import("./component.mjs").Component} component with the data of `pen.show` in Python */
    update({ data, setStateValue, setTriggerValue }) {
        if (this.data?.moment !== data.moment) this.since = performance.now();
        Object.assign(this, { data, setStateValue, setTriggerValue });
        this.canvas.key = data.paper;
        this.buttons.dataset.pace = data.pace;
        this.canvas.hideToolbar();
        this.pieces.update(data);
        this.waitForRest();
    }

    /** @param {import("./pen_controls.mjs").Action} action */
    act(action) {
        if (action === "Clear") this.clear();
        else this.press(action);
    }

    press(label) {
        this.pieces.takeBack();
        this.canvas.press(label);
    }

    clear() {
        if (!this.data.begins_blank) return this.setTriggerValue("clear", true);
        const hadInk = this.pieces.hasInk;
        this.press("Reset canvas & history");
        // A busy server may see the next stroke before it sees an empty canvas.
        if (hadInk) this.setTriggerValue("emptied", true);
    }

    begin(event) {
        if (!this.canvas.takes(event)) return;
        this.pointer = event.pointerId;
        this.pieces.begin(this.canvas.place(event, this.data.side));
    }

    isDrawing(event) {
        return this.pieces.isDown && event.pointerId === this.pointer;
    }

    move(event) {
        if (this.isDrawing(event)) this.pieces.move(this.canvas.place(event, this.data.side));
    }

    end(event) {
        if (!this.isDrawing(event)) return;
        this.pieces.end();
        this.waitForRest();
    }

    key(event) {
        const action = actionOf(event);
        if (action === null) return;
        this.act(action);
        event.preventDefault();
    }

    waitForRest() {
        clearTimeout(this.rest);
        this.buttons.dataset.settled = false;
        if (!this.pieces.isDown) this.rest = setTimeout(() => this.settle(), this.pieces.restMs);
    }

    /** Settled: nothing on the page shows another moment, so its height will not change by itself. */
    settle() {
        if (this.pieces.isDown || !this.pieces.isAnswered) return;  // the next update comes back here
        this.buttons.dataset.settled = announceRest(this.data.moment, this.since);
        if (this.spokenMoment === this.data.moment) return;
        this.spokenMoment = this.data.moment;
        this.spoken.textContent = this.data.words;
    }

    stop() {
        clearTimeout(this.rest);
        this.pieces.stop();
        this.stopListening();
        this.buttons.remove();
        this.spoken.remove();
    }
}

export default component((call) => new Pen(call), css);
