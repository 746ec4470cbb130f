import assert from "node:assert/strict";
import { test } from "node:test";
import { PlainKernel } from "../../../assets/browser/kernel.mjs";
import { convolutionTerms, denseTerms } from "../../../assets/browser/lens_terms.mjs";
import { Network } from "../../../assets/browser/network.mjs";

let seed = 1;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5;
const randoms = (size) => Float32Array.from({ length: size }, random);
const convolution = (channels, maps, more) => (
    { kind: "conv2d", kernel: 3, stride: 1, padding: "valid", activation: "relu", weights: randoms(9 * channels * maps), biases: randoms(maps), ...more });

const LAYERS = [
    convolution(1, 4),
    convolution(4, 5, { padding: "same", activation: "tanh" }),
    convolution(5, 3, { padding: "same", stride: 2, activation: "linear" }),
    { kind: "flatten" },
    { kind: "dense", activation: "sigmoid", weights: randoms(75 * 7), biases: randoms(7) },
    { kind: "dense", activation: "linear", weights: randoms(7 * 2), biases: randoms(2) },
];
const network = new Network(LAYERS, [12, 12, 1], new PlainKernel());
network.forward(randoms(144));
const outputs = network.layers();

test("each point of each map is the sum of its patches", () => {
    for (const place of [0, 1, 2]) {
        const { shape: [rows, columns, maps], values } = outputs[place + 1];
        values.forEach((value, index) => {
            const point = { map: index % maps, column: Math.floor(index / maps) % columns, row: Math.floor(index / maps / columns) };
            assert.ok(point.row < rows);
            const { patches, bias, sum, value: made } = convolutionTerms(LAYERS[place], outputs[place], point);
            assert.ok(Math.abs(made - value) < 1e-4);
            assert.ok(Math.abs(patches.reduce((total, patch) => total + patch.sum, bias) - sum) < 1e-9);
            assert.ok(patches.every((patch, rank) => !rank || Math.abs(patch.sum) <= Math.abs(patches[rank - 1].sum)));
        });
    }
});

test("each unit is the sum of its terms", () => {
    for (const place of [4, 5]) {
        outputs[place + 1].values.forEach((value, unit) => {
            const { terms, bias, sum, value: made } = denseTerms(LAYERS[place], outputs[place], unit);
            assert.ok(Math.abs(made - value) < 1e-4);
            assert.ok(Math.abs(terms.reduce((total, { product }) => total + product, bias) - sum) < 1e-9);
        });
    }
});
