// What is left of the time, counted by the browser: it reminds, and ends nothing. A message comes when the teacher changes it.
import { component, element } from "./component.mjs";

const SOON_SECONDS = 30;

/** "4:05", and after the end "0:00" for good. @param {number} seconds */
export function written(seconds) {
    const whole = Math.max(0, Math.ceil(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const css = `
.timer { display: inline-block; padding: 0.1em 0.5em; border-radius: 0.4em; font: 600 1em var(--st-font, sans-serif);
    font-variant-numeric: tabular-nums; color: var(--st-text-color); background: color-mix(in srgb, currentColor 9%, transparent); }
.timer.soon { color: #fff; background: #b45309; }
.timer:empty { display: none; }
`;

export default component(({ parentElement }) => {
    const shown = element("div", "timer");
    shown.setAttribute("role", "timer");
    parentElement.append(shown);
    let endsAt = null, isPaused = false, over = "";
    const tick = () => {
        if (endsAt === null) {
            shown.textContent = "";
            return;
        }
        const left = isPaused ? endsAt : (endsAt - performance.now()) / 1000;
        shown.textContent = left > 0 ? written(left) : over;
        shown.classList.toggle("soon", left <= SOON_SECONDS && !isPaused);
    };
    const clock = setInterval(tick, 250);
    return {
        update({ data }) {
            ({ isPaused, over } = data);
            if (data.left === null) endsAt = null;
            else endsAt = isPaused ? data.left : performance.now() + 1000 * data.left;
            tick();
        },
        stop() {
            clearInterval(clock);
        },
    };
}, css);
