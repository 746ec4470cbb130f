import assert from "node:assert/strict";
import { test } from "node:test";
import * as places from "../../../assets/browser/map_places.mjs";

const POSITIONS = Float32Array.from([0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 14]);

test("a drawing's nearest images come first, whatever the data call full ink", () => {
    const ink = Uint8Array.from([0, 16, 80, 95, 111, 255, 100]); // images of one pixel
    const image = places.asImage(Float32Array.from([5.8])); // 6 of 16 is 95 of 255
    assert.deepEqual(places.nearestInPixels(ink, image, 16), [3, 6, 2, 4, 1]);
});

test("equally near images come in the order of the map, and there may be few", () => {
    assert.deepEqual(places.nearestInPixels(Uint8Array.from([20, 10, 20]), Float32Array.from([15]), 255), [0, 1, 2]);
});

test("all pixels of an image count", () => {
    const ink = Uint8Array.from([10, 0, /* next */ 4, 4, /* next */ 0, 11]);
    assert.deepEqual(places.nearestInPixels(ink, Float32Array.from([0, 0]), 255), [1, 0, 2]);
});

test("the images nearest to a place are those that lie nearest on the map", () => {
    assert.deepEqual(places.nearestOnMap(POSITIONS, [2.2, 0]), [2, 3, 1, 4, 0]);
});

test("a map in space has three numbers for each image", () => {
    assert.deepEqual(places.positionOf(Float32Array.from([1, 2, 3, 4, 5, 6]), 1, 3), [4, 5, 6]);
    assert.deepEqual(places.positionOf(POSITIONS, 6, 2), [6, 14]);
});

test("amid images is the middle of their places", () => {
    assert.deepEqual(places.amid(POSITIONS, [0, 2, 4]), [2, 0]);
});

test("along directions each value counts by how far it is from the average", () => {
    const directions = Float32Array.from([10, 20, /* x */ 1, 0, /* y */ 0.5, 0.5]);
    assert.deepEqual(places.alongDirections(directions, [13, 24]), [3, 3.5]);
    const inSpace = Float32Array.from([...directions, /* z */ 0, 2]);
    assert.deepEqual(places.alongDirections(inSpace, [13, 24]), [3, 3.5, 8]);
});

test("a model's space is its last hidden layer, or its scores without their mean", () => {
    const layers = [1, 2, 3].map((value) => ({ shape: [1], values: [value] }));
    assert.deepEqual(places.hiddenValues({ layers }), [2]);
    const scores = places.scoresOf({ probabilities: Float32Array.from([0.5, 0.25, 0.25]) }).map((score) => score.toFixed(2));
    assert.deepEqual(scores, ["0.46", "-0.23", "-0.23"]);
});
