// A small live picture of the projector: its own window, shown small, which takes no presses.
import { component, element } from "./component.mjs";

const WIDE = 1024, HIGH = 768;

const css = `
.frame { position: relative; overflow: hidden; width: 100%; aspect-ratio: ${WIDE} / ${HIGH}; border: 1px solid var(--st-border-color); border-radius: 0.5rem; }
iframe { position: absolute; top: 0; left: 0; width: ${WIDE}px; height: ${HIGH}px; border: 0; transform-origin: top left; pointer-events: none; }
`;

export default component(({ parentElement }) => {
    const frame = element("div", "frame"), inside = element("iframe");
    inside.title = "What the projector shows";
    inside.tabIndex = -1;
    frame.append(inside);
    parentElement.append(frame);
    const observer = new ResizeObserver(() => {
        inside.style.transform = `scale(${frame.clientWidth / WIDE})`;
    });
    observer.observe(frame);
    return {
        update({ data }) {
            if (inside.getAttribute("src") !== data.address) inside.setAttribute("src", data.address);
        },
        stop() {
            observer.disconnect();
        },
    };
}, css);
