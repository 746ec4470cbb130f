// Which strokes make up each of several digits: the twin of `digitcore/data/ink/side_by_side.py`, which has the reasons.
import { boxOf, evenly } from "./strokes.mjs";

const MOST_PARTS = 40;
const OVERLAP = 0.2;
const NARROWEST = 0.12;
const TOUCHING = 0.08;
const MARK_HEIGHT = 0.5;
const MARK_GAP = 0.3;
const POINTS_COMPARED = 60;

/**
 * The digits from left to right, each as its strokes in the order in which they were drawn.
 *
 * @param {number[][][]} strokes none of them empty
 * @returns {number[][][][]}
 */
export function digitsOf(strokes) {
    if (strokes.length < 2 || strokes.length > MOST_PARTS) return [strokes];
    const parts = strokes.map((stroke, number) => part(evenly(stroke, POINTS_COMPARED), [number]));
    const groups = grouped(parts).sort((one, other) => middle(one) - middle(other));
    return groups.map(({ members }) => strokes.filter((_, number) => members.includes(number)));
}

function part(points, members) {
    return { points, members, ...boxOf(points) };
}

function united(first, second) {
    return part([...first.points, ...second.points], [...first.members, ...second.members]);
}

function middle({ low, high }) {
    return low[0] + high[0];
}

function grouped(parts) {
    const tallest = Math.max(...parts.map(({ height }) => height));
    let groups = merged(parts, tallest);
    while (groups.length > 1) {
        const marks = groups.filter(({ height }) => height < MARK_HEIGHT * tallest);
        const pairs = marks.flatMap((mark) =>
            groups.filter((group) => group !== mark).map((other) => ({ gap: gap(mark, other), mark, other })));
        const near = pairs.filter((pair) => pair.gap < MARK_GAP * tallest);
        if (!near.length) return groups;
        const { mark, other } = near.reduce((best, pair) => (pair.gap < best.gap ? pair : best));
        groups = [...groups.filter((group) => group !== mark && group !== other), united(mark, other)];
    }
    return groups;
}

/** Groups of parts in which each part belongs to some other part of the group. */
function merged(parts, tallest) {
    let groups = [];
    for (const newest of parts) {
        const belongs = (group) => group.members.some((number) => belong(newest, parts[number], tallest));
        const own = groups.filter(belongs);
        groups = [...groups.filter((group) => !own.includes(group)), own.reduce(united, newest)];
    }
    return groups;
}

/** Whether two parts overlap or touch. */
function belong(first, second, tallest) {
    const narrow = Math.max(Math.min(first.width, second.width), NARROWEST * tallest);
    const shared = Math.min(first.high[0], second.high[0]) - Math.max(first.low[0], second.low[0]);
    return shared >= OVERLAP * narrow || gap(first, second) < TOUCHING * tallest;
}

/** The distance between the nearest of the compared points. */
function gap(first, second) {
    const [near, far] = [first, second].map(({ points }) => {
        const step = Math.max(1, Math.floor(points.length / POINTS_COMPARED));
        return points.filter((_, place) => place % step === 0);
    });
    let least = Infinity;
    for (const [x, y] of near) {
        for (const [otherX, otherY] of far) least = Math.min(least, (x - otherX) ** 2 + (y - otherY) ** 2);
    }
    return Math.sqrt(least);
}
