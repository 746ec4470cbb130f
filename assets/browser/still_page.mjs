// When a page counts as standing still: it is connected and seen, nothing runs, and so it has been for a while.

export class StillPage {
    /** @param {() => number} now in milliseconds */
    constructor(now = Date.now) {
        this.now = now;
        this.noteMove();
    }

    noteMove() {
        this.movedAt = this.now();
    }

    /**
     * Whether nothing has moved for so long; if so, the time begins anew.
     *
     * A run that takes long is no standstill, nor is a lost connection, nor a page that nobody sees: browsers stop its timers.
     *
     * @param {{ connection: string | null, script: string | null, isHidden: boolean }} state
     * @param {number} seconds
     */
    isStill({ connection, script, isHidden }, seconds) {
        const rests = connection === "CONNECTED" && script === "notRunning" && !isHidden;
        if (!rests || this.now() - this.movedAt < seconds * 1000) return false;
        this.noteMove();
        return true;
    }
}
