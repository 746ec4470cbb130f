// Lengths and boxes of strokes, which are lists of points [x, y]: the twin of `digitcore/data/ink/strokes.py`.

/** How far along the stroke each of its points lies. */
function distances(stroke) {
    let passed = 0;
    return stroke.map(([x, y], place) => {
        if (place) passed += Math.hypot(x - stroke[place - 1][0], y - stroke[place - 1][1]);
        return passed;
    });
}

/** @param {number[][]} stroke */
export function lengthOf(stroke) {
    return distances(stroke).at(-1);
}

/**
 * So many points at equal steps along a stroke, with its two ends.
 *
 * @param {number[][]} stroke @param {number} count
 */
export function evenly(stroke, count) {
    const along = distances(stroke), total = along.at(-1);
    let next = 1;
    return Array.from({ length: count }, (_, number) => {
        const position = (total * number) / (count - 1);
        if (position >= total) return stroke.at(-1);
        while (along[next] <= position) next += 1;
        const share = (position - along[next - 1]) / (along[next] - along[next - 1]);
        return [0, 1].map((axis) => stroke[next - 1][axis] + share * (stroke[next][axis] - stroke[next - 1][axis]));
    });
}

/** The corners of the box around points. @param {number[][]} points */
export function boxOf(points) {
    const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
    for (const point of points) {
        for (const axis of [0, 1]) {
            low[axis] = Math.min(low[axis], point[axis]);
            high[axis] = Math.max(high[axis], point[axis]);
        }
    }
    return { low, high, width: high[0] - low[0], height: high[1] - low[1] };
}
