import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyRange, lossRange, shortNumber } from "../../../assets/browser/curve_scales.mjs";
import { grouped, meanOfKnown, ofOneRun, ofSeveralRuns } from "../../../assets/browser/curve_lines.mjs";
import { asCsv } from "../../../assets/browser/run_numbers.mjs";
import { RunStory, until } from "../../../assets/browser/run_story.mjs";

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

test("a paused run says where it stands, and speaks of its speed again when it goes on", () => {
    const story = new RunStory();
    story.add({ over: false, epochs_wanted: 4, paused: 0 });
    assert.equal(story.words, "Paused after 0 batches; 0 of 4 epochs done");
    story.add({ over: false, epochs_wanted: 4, paused: 1, points: [[0.125, 1, 2, 0.3]], images_per_second: 5, seconds_left: null });
    assert.equal(story.words, "Paused after 1 batch; 0 of 4 epochs done");
    story.add({ over: false, epochs_wanted: 4, points: [[1.5, 1, 2, 0.3]], images_per_second: 5, seconds_left: null });
    assert.equal(story.words, "Epoch 2 of 4, 5 images a second");
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

function ofFourEpochs() {
    const story = new RunStory();
    const epochs = [1, 2, 3, 4].map((epoch) => [epoch, 10 * epoch, 1 / epoch, epoch / 5, 2 / epoch, epoch / 8]);
    story.add({ over: true, epochs_wanted: 4, points: [[0.5, 2, 2.1, 0.3], [3.5, 38, 0.4, 0.7]], epochs, images_per_second: 1, seconds_left: null });
    return story;
}

test("between two reports time goes evenly, in both directions", () => {
    const story = ofFourEpochs();
    assert.deepEqual([0, 0.25, 0.5, 1, 3.75, 4].map((epoch) => story.secondsAt(epoch)), [0, 1, 2, 10, 39, 40]);
    assert.deepEqual([0, 1, 2, 10, 39, 40, 99].map((seconds) => story.epochAt(seconds)), [0, 0.25, 0.5, 1, 3.75, 4, 4]);
});

test("what is played ends at its epoch", () => {
    const story = ofFourEpochs();
    assert.deepEqual(until(story.epochs, 2.9).epoch, [1, 2]);
    assert.deepEqual(until(story.points, 0.1).loss, []);
    assert.equal(until(story.epochs, Infinity), story.epochs);
});

const style = { getPropertyValue: (name) => name };

test("one run has lines of both parts, its points smoothed where that is wanted, and what was published", () => {
    const story = ofFourEpochs(), published = { epoch: [1, 2, 3, 4], train_loss: [9, null, 7, 6], train_accuracy: [], validation_loss: [], validation_accuracy: [] };
    const names = (settings) => ofOneRun(story, { style, published: null, isSmooth: false, upTo: () => Infinity, ...settings }).map(({ label }) => label);
    assert.deepEqual(names({}), ["training, live", "training, per epoch", "validation"]);
    assert.deepEqual(names({ isSmooth: true })[1], "training, smoothed");
    assert.deepEqual(names({ published }).slice(3), ["published, training", "published, validation"]);
    const lines = ofOneRun(story, { style, published, isSmooth: true, upTo: () => 2 });
    assert.deepEqual(lines[2].read("seconds", "loss"), [[10, 20], [1, 0.5]]);
    assert.deepEqual(lines[4].read("epoch", "loss"), [[1, 2, 3, 4], [9, null, 7, 6]]);
    assert.deepEqual(lines[4].read("seconds", "loss"), [[], []], "of its seconds nothing is known");
    assert.ok(Math.abs(ofOneRun(story, { style, published, isSmooth: true, upTo: () => 9 })[1].read("epoch", "accuracy")[1][1] - 0.34) < 1e-9);
});

test("several runs are told apart by colour and by dash", () => {
    const story = ofFourEpochs();
    const [one, other] = ofSeveralRuns([{ group: "A", story }, { group: "B", story }], ["red", "blue"]);
    assert.deepEqual([one.label, one.stroke, other.stroke], ["A", "red", "blue"]);
    assert.notDeepEqual(one.dash, other.dash);
    assert.deepEqual(other.read("epoch", "accuracy")[1], [1 / 8, 2 / 8, 3 / 8, 4 / 8]);
});

test("the runs of one group look alike, have one name, and are said as their mean", () => {
    const story = ofFourEpochs();
    const lines = ofSeveralRuns(["A", "B", "A"].map((group) => ({ group, story })), ["red", "blue"]);
    assert.deepEqual(lines.map(({ stroke }) => stroke), ["red", "blue", "red"]);
    assert.deepEqual(lines[0].dash, lines[2].dash);
    assert.deepEqual(grouped(lines).map((group) => [group.label, group.lines]), [["A", [0, 2]], ["B", [1]]]);
    assert.deepEqual([meanOfKnown([1, null, 3, undefined]), meanOfKnown([null])], [2, null]);
});

test("a file of numbers holds no formula", () => {
    assert.equal(asCsv({ head: ["run", "loss"], rows: [['=1+"1"', 0.5], ["A, B", null]] }), '"run","loss"\r\n"\'=1+""1""",0.5\r\n"A, B",\r\n');
});
