// The pen beside the canvas: keeps the strokes, shows them to the page in each frame, undoes, redoes and clears, and tells the
// server when it rests.
import { component, styleSheet } from "./component.mjs";
import { followConnection, isConnected } from "./connection.mjs";
import { putInk } from "./ink.mjs";
import { listen } from "./page.mjs";
import { PenCanvas } from "./pen_canvas.mjs";
import { actionOf, makeButtons, nameButtons } from "./pen_controls.mjs";
import { PenStrokes } from "./pen_strokes.mjs";
import { SHOWN, announceRest, stir } from "./rest_events.mjs";
import { forgetUnsent, keepUnsent, takeUnsent } from "./unsent_ink.mjs";

const css = await styleSheet(new URL("./pen.css", import.meta.url));

const REST_MS = 160; // a pen that is lifted for longer than from one stroke to the next
const CLEARED_MS = 1000; // who clears the sheet mostly draws on: then the server hears of both at once
const LOST_MS = 4000; // an answer that has not come by then is lost: send again
const SETTLED_MS = 350;
const EMPTY = "Reset canvas & history";

class Pen {
    /** @param {import("./component.mjs").Component} component */
    constructor({ data, parentElement }) {
        this.strokes = new PenStrokes();
        this.canvas = new PenCanvas(data.paper);
        this.buttons = makeButtons((action) => this.act(action));
        this.away = Object.assign(document.createElement("p"), { className: "away", role: "status" });
        parentElement.append(this.buttons, this.away);
        const stops = [
            listen({
                pointerdown: (event) => this.begin(event),
                pointermove: (event) => this.move(event),
                pointerup: (event) => this.end(event),
                pointercancel: (event) => this.end(event),
                pointerover: () => this.canvas.hideToolbar(),
                keydown: (event) => this.key(event),
                visibilitychange: () => this.send(),
                [SHOWN]: () => this.settleSoon(),
            }, (name) => ({ capture: true, passive: name !== "keydown" })),
            followConnection(() => this.sayConnection()),
        ];
        this.stopListening = () => stops.forEach((stop) => stop());
    }

    /** @param {import("./component.mjs").Component} component with the data of `pen.show` in Python */
    update({ data, setStateValue, setTriggerValue }) {
        if (this.data?.moment !== data.moment) this.since = performance.now();
        const isOfThisSession = this.strokes.sheet >= data.began;
        if (isOfThisSession && this.strokes.sheet !== data.sheet) this.forget(); // its strokes came with the press for another
        const isSameCanvas = this.data?.canvas === data.canvas;
        Object.assign(this, { data, setStateValue, setTriggerValue });
        nameButtons(this.buttons, data.words);
        this.canvas.key = data.paper;
        this.canvas.layPaper(data.colour, data.side);
        this.prepareCanvas();
        if (this.strokes.sheet !== data.sheet) {
            if (isSameCanvas) this.canvas.press(EMPTY);
            this.strokes.begin(data.sheet, data.begins_with);
            this.show();
        }
        this.strokes.isStored(data.stored);
        this.rescue();
        if (data.answered >= this.strokes.change) this.forget();
        this.settleSoon();
    }

    /** The pen may be there before the canvas, whose toolbar would lie over what stands above it. */
    prepareCanvas() {
        cancelAnimationFrame(this.preparing);
        if (this.canvas.hideToolbar()) this.canvas.letDraw();
        else this.preparing = requestAnimationFrame(() => this.prepareCanvas());
    }

    /** @param {import("./pen_controls.mjs").Action} action */
    act(action) {
        if (this.strokes.isDown) return;
        if (action === "Clear") this.clear();
        else if (action === "Undo" && !this.strokes.all.length && this.data.takes_back) return this.bringBack();
        else if (action === "Undo") this.strokes.undo();
        else this.strokes.redo();
        if (action !== "Clear") this.canvas.press(action);
        this.show();
        this.keep();
        this.sendSoon(action === "Clear" ? CLEARED_MS : REST_MS);
    }

    clear() {
        this.strokes.clear();
        if (!this.data.begins_with.length) return this.canvas.press(EMPTY);
        // The canvas can only go back to what it began with: a new one is needed where that was a drawing.
        this.send();
        this.setTriggerValue("clear", true);
    }

    /** The canvas cannot go back behind Clear: the server lays another one with what was cleared. */
    bringBack() {
        this.send();
        this.setTriggerValue("back", true);
    }

    keep() {
        if (this.data.place) keepUnsent(this.data.place, { ...this.strokes.message, part: this.data.part });
    }

    forget() {
        if (this.data.place) forgetUnsent(this.data.place);
    }

    /** Give the server what it, or the page, did not live to store. */
    rescue() {
        const unsent = this.data.place ? takeUnsent(this.data.place, this.data.began) : null;
        if (unsent) this.setTriggerValue("rescued", unsent);
    }

    begin(event) {
        if (!this.canvas.takes(event)) return this.send(); // whatever is pressed finds the strokes at the server
        this.pointer = event.pointerId;
        clearTimeout(this.rest);
        this.strokes.down(this.canvas.place(event, this.data.side));
        this.show();
    }

    isDrawing(event) {
        return this.strokes.isDown && event.pointerId === this.pointer;
    }

    move(event) {
        if (!this.isDrawing(event)) return;
        this.strokes.move(this.canvas.place(event, this.data.side));
        this.show();
    }

    end(event) {
        if (!this.isDrawing(event)) return;
        this.strokes.up();
        this.show();
        this.keep();
        this.sendSoon();
    }

    key(event) {
        const action = actionOf(event);
        if (action === null) return;
        this.act(action);
        event.preventDefault();
    }

    /** To all on the page that follows the ink. */
    show() {
        const { sheet, change, all } = this.strokes;
        putInk({ sheet, change, strokes: all, canvas: this.data.side, pen: this.data.pen });
        this.settleSoon();
    }

    sendSoon(pause = REST_MS) {
        clearTimeout(this.rest);
        this.rest = setTimeout(() => this.send(), pause);
    }

    send() {
        clearTimeout(this.rest);
        if (this.strokes.isDown || !this.strokes.isAhead) return;
        this.strokes.sent = this.strokes.change;
        this.setStateValue("ink", this.strokes.message);
        clearTimeout(this.lost);
        this.lost = setTimeout(() => this.sendAgain(), LOST_MS);
    }

    /** What was sent while there was no connection may be lost. */
    sendAgain() {
        if (!isConnected() || this.data.answered >= this.strokes.sent) return;
        this.strokes.sent = 0;
        this.send();
    }

    sayConnection() {
        this.away.textContent = isConnected() ? "" : this.data.words.away;
        this.sendAgain();
    }

    settleSoon() {
        clearTimeout(this.settling);
        stir();
        if (!this.strokes.isDown) this.settling = setTimeout(() => this.settle(), SETTLED_MS);
    }

    settle() {
        if (this.strokes.isDown || this.data.answered < this.strokes.change) return; // the next update comes back here
        announceRest(this.data.moment, this.since);
    }

    stop() {
        for (const timer of [this.rest, this.lost, this.settling]) clearTimeout(timer);
        cancelAnimationFrame(this.preparing);
        this.stopListening();
        this.buttons.remove();
        this.away.remove();
    }
}

export default component((call) => new Pen(call), css);
