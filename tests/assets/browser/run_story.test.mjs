import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyRange, lossRange, shortNumber } from "../../../assets/browser/curve_scales.mjs";
import { RunStory } from "../../../assets/browser/run_story.mjs";

test("a story grows with its news, and the last matrix counts", () => {
    const story = new RunStory();
    story.add({ over: false, epochs_wanted: 4, points: [[0.5, 1, 2.1, 0.3]], images_per_second: 12_345, seconds_left: 7 });
    story.add({ over: false, epochs_wanted: 4, points: [[1, 2, 1.5, 0.5]], epochs: [[1, 2, 1.6, 0.4, 1.4, 0.6]], matrix: [[1]], images_per_second: 20, seconds_left: null });
    story.add({ over: true, epochs_wanted: 4 });
    assert.deepEqual(story.points.loss, [2.1, 1.5]);
    assert.deepEqual(story.epochs.validation_accuracy, [0.6]);
    assert.deepEqual(story.matrix, [[1]]);
    assert.equal(story.share, 0.25);
    assert.equal(story.words, "Epoch 2 of 4, 20 images a second");
});

test("the sentence says how long it takes", () => {
    const story = new RunStory();
    story.add({ over: false, epochs_wanted: 4, points: [[3.99, 1, 2, 0.3]], images_per_second: 12_345, seconds_left: 7 });
    assert.equal(story.words, "Epoch 4 of 4, 12,345 images a second, about 7 s left");
});

test("accuracy fills the picture, whatever its first points were", () => {
    assert.deepEqual(accuracyRange([]), [0, 1]);
    const values = [0.1, null, ...Array.from({ length: 60 }, (_, place) => 0.9 + place / 1000)];
    assert.deepEqual(accuracyRange(values), [0.85, 1]);
    assert.deepEqual(accuracyRange([0.1, 0.2, 0.3]), [0.05, 1]);
});

test("the floor of the loss is in the picture, and one wild point does not rule it", () => {
    assert.deepEqual(lossRange([]), [0, 1]);
    const [low, high] = lossRange([900, ...Array.from({ length: 100 }, () => 0.5)]);
    assert.equal(low, 0);
    assert.ok(high < 1);
    assert.deepEqual(lossRange([0, 0]), [0, 1]);
});

test("large numbers are short", () => {
    assert.deepEqual([0, 500, 2000, 12_500].map(shortNumber), ["0", "500", "2k", "12.5k"]);
});
