"""A recipe's training in plain eager PyTorch, to compare `training_bench` with; it runs in an environment of its own.

It imports nothing of Digit Lab: layers, optimiser and arrays come in a folder (`job.json`, `data.npz`). Prints seconds per
epoch, without the first. Validates and counts a confusion matrix each epoch, as ours does.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


def network(layers, images, classes):
    """Lazy layers infer their sizes from the first batch, as Keras does."""
    made = []
    for layer in layers:
        kind = layer["kind"]
        if kind == "dense":
            made += [nn.LazyLinear(layer["units"]), ACTIVATIONS[layer["activation"]]()]
        elif kind == "conv2d":
            made += [nn.LazyConv2d(layer["filters"], layer["kernel"]), ACTIVATIONS[layer["activation"]]()]
        elif kind == "maxpooling2d":
            made.append(nn.MaxPool2d(layer["window"]))
        elif kind == "flatten":
            made.append(nn.Flatten())
        elif kind == "dropout":
            made.append(nn.Dropout(layer["share"]))
        elif kind == "batchnormalization":
            made.append(nn.LazyBatchNorm1d())
        else:
            raise SystemExit(f"no torch layer for {kind}")
    model = nn.Sequential(*made, nn.LazyLinear(classes))
    model(images[:2])
    return model


def loss_of(name, classes):
    """Cross-entropy works on logits in torch; the other two on probabilities, as in Keras."""
    if name == "categorical_crossentropy":
        return nn.CrossEntropyLoss()
    formula = {
        "mean_squared_error": lambda wanted, given: ((given - wanted) ** 2).mean(),
        "poisson": lambda wanted, given: (given - wanted * torch.log(given + 1e-7)).mean(),
    }[name]
    one_hot = torch.eye(classes)
    return lambda logits, labels: formula(one_hot[labels], torch.softmax(logits, dim=1))


def optimiser_of(job, parameters):
    kind = {
        "sgd": torch.optim.SGD, "adam": torch.optim.Adam, "nadam": torch.optim.NAdam,
        "rmsprop": torch.optim.RMSprop, "adadelta": torch.optim.Adadelta,
    }[job["optimiser"]]  # fmt: skip
    return kind(parameters, lr=job["learning_rate"])


def main(folder: Path) -> None:
    job = json.loads((folder / "job.json").read_text())
    arrays = np.load(folder / "data.npz")
    images, labels, held_images, held_labels = (
        torch.from_numpy(arrays[name]) for name in ("images", "labels", "held_images", "held_labels")
    )
    classes, batch = job["classes"], job["batch"]
    model, loss = network(job["layers"], images, classes), loss_of(job["loss"], classes)
    optimiser = optimiser_of(job, model.parameters())
    began = 0.0
    for epoch in range(job["epochs"] + 1):
        if epoch == 1:
            began = time.perf_counter()
        model.train()
        for rows in torch.randperm(len(images)).split(batch):
            optimiser.zero_grad()
            loss(model(images[rows]), labels[rows]).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            confusion = torch.zeros(classes * classes, dtype=torch.int64)
            for begin in range(0, len(held_images), 1000):
                true = held_labels[begin : begin + 1000]
                predicted = model(held_images[begin : begin + 1000]).argmax(dim=1)
                confusion += torch.bincount(true * classes + predicted, minlength=classes * classes)
    print((time.perf_counter() - began) / job["epochs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
