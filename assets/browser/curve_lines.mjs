// Which lines the charts of runs have: both parts of one run and what was published of it, or each run's validation.
import { until } from "./run_story.mjs";

/** @typedef {import("./curve_charts.mjs").Line} Line */
/** @typedef {import("./run_story.mjs").RunStory} RunStory */

const MOST_MARKED = 40; // epochs; more dots than these run into each other
const SMOOTHED = 0.9; // of what was before
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** @param {CSSStyleDeclaration} style @param {string} name */
const colour = (style, name) => style.getPropertyValue(name);

/**
 * @param {RunStory} story
 * @param {{ style: CSSStyleDeclaration, isSmooth: boolean, published: Record<string, (number | null)[]> | null, upTo: () => number }} settings
 * @returns {Line[]}
 */
export function ofOneRun(story, { style, isSmooth, published, upTo }) {
    const epochs = (part) => (against, quantity) => {
        const shown = until(story.epochs, upTo());
        return [shown[against], shown[part + quantity]];
    };
    const points = (change) => (against, quantity) => {
        const shown = until(story.points, upTo());
        return [shown[against], change(shown[quantity])];
    };
    const isMarked = () => story.epochs.epoch.length <= MOST_MARKED;
    // A quick run has fewer points than epochs: joined by lines they would tell of another curve.
    const areFew = () => story.points.epoch.length < story.epochs.epoch.length;
    const training = colour(style, "--training"), validation = colour(style, "--validation");
    const live = { stroke: training, width: 1, isMarked: areFew, isDotsOnly: areFew };
    const lines = [
        { ...live, label: "training, live", alpha: isSmooth ? 0.2 : 0.5, read: points((values) => values) },
        { label: "training, per epoch", stroke: training, width: 2, isMarked, read: epochs("train_") },
        { label: "validation", stroke: validation, width: 2, dash: [7, 4], isMarked, read: epochs("validation_") },
    ];
    if (isSmooth) lines.splice(1, 0, { ...live, label: "training, smoothed", width: 2, alpha: 0.7, read: points(smoothed) });
    return published ? [...lines, ...ofPublished(published, style)] : lines;
}

/**
 * What the source printed; nothing is known of its seconds.
 *
 * @param {Record<string, (number | null)[]>} published
 * @param {CSSStyleDeclaration} style
 * @returns {Line[]}
 */
export function ofPublished(published, style) {
    const line = (part, name) => ({
        label: `published, ${name}`, stroke: colour(style, part), width: 1.5, alpha: 0.75, dash: [2, 3], hasGaps: true,
        read: (against, quantity) => (against === "epoch" ? [published.epoch, published[`${name === "training" ? "train" : name}_${quantity}`]] : [[], []]),
    });
    return [line("--training", "training"), line("--validation", "validation")];
}

/**
 * Each run's validation, told apart by colour and dash; those of one group are alike, and have one name.
 *
 * @param {{ group: string, story: RunStory }[]} runs
 * @param {string[]} colours
 * @returns {Line[]}
 */
export function ofSeveralRuns(runs, colours) {
    const groups = [...new Set(runs.map(({ group }) => group))], isAlone = groups.length === runs.length;
    return runs.map(({ group, story }) => ({
        label: group,
        stroke: colours[groups.indexOf(group) % colours.length],
        width: isAlone ? 2.5 : 1.5,
        dash: DASHES[groups.indexOf(group) % DASHES.length],
        isMarked: () => story.epochs.epoch.length === 1,
        read: (against, quantity) => [story.epochs[against], story.epochs[`validation_${quantity}`]],
    }));
}

/**
 * The lines that have a name in common: they are shown and hidden together, and said as their mean.
 *
 * @param {Line[]} lines
 * @returns {(Line & { lines: number[] })[]} the first of each group, and which they are
 */
export function grouped(lines) {
    const groups = new Map();
    for (const [place, line] of lines.entries()) {
        if (!groups.has(line.label)) groups.set(line.label, { ...line, lines: [] });
        groups.get(line.label).lines.push(place);
    }
    return [...groups.values()];
}

/** The mean of those that are known; null where none is. @param {(number | null | undefined)[]} values */
export function meanOfKnown(values) {
    const known = values.filter((value) => typeof value === "number");
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** Each value drawn towards those before it. @param {(number | null)[]} values */
function smoothed(values) {
    let mean = null;
    return values.map((value) => {
        if (value !== null) mean = mean === null ? value : SMOOTHED * mean + (1 - SMOOTHED) * value;
        return mean;
    });
}
