// Rules that refuse strokes whatever a model says of them: the twin of `digitcore/data/ink/problems.py`, which has the reasons.
import { boxOf, evenly, lengthOf } from "./strokes.mjs";

const DOT_PENS = 0.6;
const SMALLEST_SHARE = 0.05;
const LONGEST = 4.7;
const MOST_STROKES = 4;
const MOST_CROSSINGS = 8;
const MOST_SHARP_TURNS = 4;
const STEP = 0.06;
const STRIDE = 0.1;
const SHARP = 1.9;
const MOST_POINTS = 400;

/**
 * The name of the rule that refuses the strokes; null where a model may read them.
 *
 * @param {number[][][]} strokes none of them empty @param {{ canvas: number, pen: number }} paper
 */
export function problemOf(strokes, { canvas, pen }) {
    const box = boxOf(strokes.flat()), size = Math.max(box.width, box.height);
    const lines = strokes.filter((stroke) => lengthOf(stroke) > 0);
    if (size < DOT_PENS * pen || !lines.length) return "dot";
    if (size < SMALLEST_SHARE * canvas) return "too little";
    if (strokes.length > MOST_STROKES) return "scribble";
    const pieces = inSteps(lines, STEP * size).flatMap((path) => path.slice(1).map((end, place) => [path[place], end]));
    const length = pieces.reduce((sum, [[x, y], [endX, endY]]) => sum + Math.hypot(endX - x, endY - y), 0);
    const turns = inSteps(lines, STRIDE * size).reduce((sum, path) => sum + sharpTurns(path), 0);
    const isExcessive = length / size > LONGEST || turns > MOST_SHARP_TURNS || crossings(pieces) > MOST_CROSSINGS;
    return isExcessive ? "scribble" : null;
}

function inSteps(lines, step) {
    return lines.map((line) => evenly(line, Math.min(Math.max(2, Math.floor(lengthOf(line) / step) + 1), MOST_POINTS)));
}

/** How often the path turns back; neighbouring steps of one turn count once. */
function sharpTurns(path) {
    const angles = path.slice(1).map(([x, y], place) => Math.atan2(y - path[place][1], x - path[place][0]));
    const isSharp = angles.slice(2).map((angle, place) => {
        const turn = Math.abs(angle - angles[place]);
        return Math.min(turn, 2 * Math.PI - turn) > SHARP;
    });
    return isSharp.filter((sharp, place) => sharp && !isSharp[place - 1]).length;
}

function crossings(pieces) {
    let count = 0;
    pieces.forEach(([start, end], number) => {
        for (const [otherStart, otherEnd] of pieces.slice(number + 1)) {
            const isCut = side(start, end, otherStart) * side(start, end, otherEnd) < 0;
            if (isCut && side(otherStart, otherEnd, start) * side(otherStart, otherEnd, end) < 0) count += 1;
        }
    });
    return count;
}

/** The side of the line from start to end on which a point lies: above 0, below 0, or 0 on it. */
function side(start, end, point) {
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0]);
}
