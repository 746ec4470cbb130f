// Pen strokes as pixels: the twin of `digitcore/data/ink/raster.py`, for one drawing with one pen.
//
// Each step is rounded to single precision as NumPy does it there, so that a dot on the very edge falls on the same side.

const round = Math.fround;
const PIECE_PX = 2;

/**
 * The share of ink in each pixel, row by row.
 *
 * @param {Float32Array[]} strokes in pixels: x, y, x, y, …
 * @param {number} radius half the pen's width in pixels
 * @param {number} side pixels to a row
 */
export function rasterise(strokes, radius, side) {
    const image = new Float32Array(side * side);
    radius = round(radius);
    const window = 3 + Math.ceil(PIECE_PX + 2 * radius);
    for (const stroke of strokes) {
        const last = Math.max(1, stroke.length / 2 - 1);
        for (let place = 0; place < last; place += 1) {
            const next = Math.min(stroke.length - 2, 2 * place + 2); // a stroke of one point is a dot
            drawLine(image, stroke[2 * place], stroke[2 * place + 1], stroke[next], stroke[next + 1], radius, window, side);
        }
    }
    return image;
}

/** A straight line in pieces of at most two pixels, as the many drawings of Python are cut. */
function drawLine(image, x, y, endX, endY, radius, window, side) {
    const wayX = round(endX - x), wayY = round(endY - y);
    const pieces = Math.max(1, Math.ceil(round(Math.hypot(wayX, wayY)) / PIECE_PX));
    const share = round(1 / pieces);
    const stepX = round(wayX * share), stepY = round(wayY * share);
    for (let piece = 0; piece < pieces; piece += 1) {
        const begin = round(share * piece);
        const startX = round(x + round(wayX * begin)), startY = round(y + round(wayY * begin));
        drawPiece(image, startX, startY, stepX, stepY, radius, window, side);
    }
}

function drawPiece(image, startX, startY, stepX, stepY, radius, window, side) {
    const column = corner(startX, stepX, window, side), row = corner(startY, stepY, window, side);
    const lengthSquared = Math.max(round(round(stepX * stepX) + round(stepY * stepY)), round(1e-12));
    const overX = round(stepX / lengthSquared), overY = round(stepY / lengthSquared);
    const edge = round(radius + 0.5);
    const offsetX = round(column - startX), offsetY = round(row - startY);
    for (let down = Math.max(0, -row); down < Math.min(window, side - row); down += 1) {
        const y = round(down + 0.5 + offsetY);
        for (let right = Math.max(0, -column); right < Math.min(window, side - column); right += 1) {
            const x = round(right + 0.5 + offsetX);
            // The nearest point of the piece: 0 at its start, 1 at its end.
            const along = Math.min(1, Math.max(0, round(round(x * overX) + round(y * overY))));
            const awayX = round(x - round(along * stepX)), awayY = round(y - round(along * stepY));
            const distance = round(Math.sqrt(round(round(awayX * awayX) + round(awayY * awayY))));
            const ink = Math.min(1, round(edge - distance));
            const pixel = (row + down) * side + column + right;
            if (ink > image[pixel]) image[pixel] = ink;
        }
    }
}

/** The first column or row of the window around a piece. */
function corner(start, step, window, side) {
    const middle = round(round(start + round(step / 2)) - window / 2);
    return Math.min(side, Math.max(-window, roundHalfToEven(middle)));
}

/** As NumPy's `rint`. @param {number} value */
export function roundHalfToEven(value) {
    const below = Math.floor(value), rest = value - below;
    if (rest !== 0.5) return Math.round(value);
    return below % 2 === 0 ? below : below + 1;
}
