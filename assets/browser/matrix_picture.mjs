// A confusion matrix as a PNG: as it stands on the screen, twice as large, with a line that says what rows and columns are.
import { element } from "./component.mjs";

const SCALE = 2, LINE = 32, MARGIN = 12;
const WORDS = "Rows: what an image is. Columns: what it was called.";

/** The button that saves it. @param {HTMLTableElement} table @param {string} name of the file, without its ending */
export function saveButton(table, name) {
    const button = Object.assign(element("button", "save"), { textContent: "PNG", title: "Save as a picture" });
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", () => {
        const link = element("a");
        link.download = `${name}.png`;
        link.href = drawn(table).toDataURL("image/png");
        link.click();
    });
    return button;
}

function drawn(table) {
    const whole = table.getBoundingClientRect(), canvas = element("canvas");
    canvas.width = SCALE * (whole.width + 2 * MARGIN);
    canvas.height = SCALE * (whole.height + LINE + 2 * MARGIN);
    const pen = canvas.getContext("2d"), { color, fontFamily } = getComputedStyle(table);
    pen.scale(SCALE, SCALE);
    pen.fillStyle = getComputedStyle(document.body).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = color;
    pen.textBaseline = "middle";
    pen.font = `14px ${fontFamily}`;
    pen.fillText(WORDS, MARGIN, MARGIN + LINE / 2, whole.width);
    pen.translate(MARGIN - whole.left, MARGIN + LINE - whole.top);
    pen.textAlign = "center";
    for (const part of table.querySelectorAll("th, .cell")) drawPart(pen, part);
    pen.strokeStyle = color;
    for (const frame of table.parentElement.querySelectorAll(".frame")) {
        const { left, top, width, height } = frame.getBoundingClientRect();
        pen.lineWidth = 3;
        pen.setLineDash(getComputedStyle(frame).borderStyle === "dashed" ? [6, 4] : []);
        pen.strokeRect(left + 1.5, top + 1.5, width - 3, height - 3);
    }
    return canvas;
}

function drawPart(pen, part) {
    const { left, top, width, height } = part.getBoundingClientRect(), style = getComputedStyle(part);
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(left, top, width, height);
    pen.fillStyle = style.color;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fillText(part.textContent, left + width / 2, top + height / 2, width);
}
