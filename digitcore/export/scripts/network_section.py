"""The part of a script about a network: its layers, how it learns, and its accuracy.

Layers, optimisers, losses and schedules write their own code (in their registries in `learning`); here it is put together.
Initial weights, order of the images and random draws are those of the run, so only rounding differs, and a test can
compare weights and not only accuracies.
"""

from __future__ import annotations

from string import Template

from digitcore.data.dataset import FactSheet
from digitcore.export.scripts.sections import Section
from digitcore.learning.layers.layers import Output
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.optimisers import OPTIMISERS, SCHEDULES
from digitcore.learning.recipes.config import RunConfig

_NUMPY, _KERAS, _TENSORFLOW = "import numpy as np", "import keras", "import tensorflow as tf"

_MODEL = Template("""\
def seed_of(number):
    \"\"\"Each layer draws from a seed of its own, which follows from SEED and the layer's number.\"\"\"
    return int(np.random.SeedSequence([SEED, number]).generate_state(1)[0]) >> 1


def glorot(number):
    \"\"\"The initial weights of a layer.\"\"\"
    return keras.initializers.GlorotUniform(seed=seed_of(number))


model = keras.Sequential(
    [
        keras.Input(($side, $side, 1)),
        $layers,
    ]
)
model.summary()""")

_BATCHES = Template("""\
x, y = $images, keras.utils.to_categorical(y_train, $classes)
steps = -(-len(x) // BATCH)


def batches():
    \"\"\"All batches of all epochs, one after the other.\"\"\"
    for epoch in range(arguments.epochs):
        order = np.random.default_rng([SEED, epoch]).permutation(len(x))
        for step in range(steps):
            chosen = order[step * BATCH : (step + 1) * BATCH]
            yield $batch, y[chosen]""")

_RATE = Template("""\
def rate(epoch):
    \"\"\"The learning rate of an epoch, counted from 0.\"\"\"
    return LEARNING_RATE * $share


""")

_FIT = Template("""\
model.compile(
    optimizer=keras.optimizers.$optimiser,
    loss="$loss",
    metrics=["accuracy"],
)
model.fit(
    batches(),
    steps_per_epoch=steps,
    epochs=arguments.epochs,
    validation_data=(prepare(x_validation), keras.utils.to_categorical(y_validation, $classes)),
    validation_batch_size=500,
    shuffle=False,
$callbacks    verbose=2,
)""")

_JUDGE = """\
probabilities = model.predict(prepare(x_test), batch_size=500, verbose=0)
accuracy = (probabilities.argmax(axis=1) == y_test).mean()
print(f"test accuracy {accuracy:.4f} on {len(y_test):,} images")"""

_CHANGED_HEAD = """\
def changed(images, number):
    \"\"\"Images changed at random, for step `number` of the whole run.\"\"\"
    images = tf.constant(images[..., None], tf.float32)
    draws = tf.random.stateless_uniform((7, len(images)), seed=[SEED, number], minval=-1.0)
"""

_PEN = """\
    # Thicker or thinner strokes: part of the way to the largest or least neighbour.
    thicker = tf.nn.max_pool2d(images, 3, 1, "SAME")
    thinner = -tf.nn.max_pool2d(-images, 3, 1, "SAME")
    pen = (draws[6] * STROKE_WIDTH / 100)[:, None, None, None]
    images = tf.where(pen > 0, images + pen * (thicker - images), images - pen * (thinner - images))
"""

_MOVED = """\
    # For each pixel of the result, where in the image to look.
    side = images.shape[1]
    turn, slant = draws[0] * math.radians(ROTATION), tf.tan(draws[1] * math.radians(SHEAR))
    wide, high = 1 + draws[2] * SCALE / 100, 1 + draws[3] * SCALE / 100
    a, b = tf.cos(turn) / wide, (tf.sin(turn) + slant * tf.cos(turn)) / wide
    c, d = -tf.sin(turn) / high, (tf.cos(turn) - slant * tf.sin(turn)) / high
    middle, far = (side - 1) / 2, side * SHIFT / 100
    right = middle - (a + b) * middle + draws[4] * far
    down = middle - (c + d) * middle + draws[5] * far
    nothing = tf.zeros_like(a)
    images = tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=tf.stack([a, b, right, c, d, down, nothing, nothing], axis=1),
        output_shape=[side, side],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )
"""

_CHANGED_END = "    return images.numpy()[..., 0]"


def settings(config: RunConfig) -> list[str]:
    """The constants at the top beside the seed and the epochs."""
    constants = [f"BATCH = {config.batch}", f"LEARNING_RATE = {config.learning_rate}"]
    if _moves(config):
        constants.append(f"ROTATION, SHEAR = {config.rotation}, {config.shear}  # degrees at most")
        constants.append(f"SCALE, SHIFT = {config.scale}, {config.shift}  # % of the image's side at most")
    if config.stroke_width:
        constants.append(f"STROKE_WIDTH = {config.stroke_width}  # % of a pixel at most")
    return constants


def sections(config: RunConfig, facts: FactSheet) -> list[Section]:
    """Augmentation where there is any, network, batches, training, judgement."""
    first = [_augmentation(config)] if config.augmented else []
    words = "How many of the test images it gets right."
    return [
        *first,
        _network(config, facts),
        _batches(config, facts),
        _training(config, facts),
        Section("Judgement", words, _JUDGE),
    ]


def _network(config: RunConfig, facts: FactSheet) -> Section:
    numbered = enumerate([*config.layers, Output(facts.class_count)], start=1)
    lines = ",\n        ".join(layer.to_code(number) for number, layer in numbered)
    code = _MODEL.substitute(side=facts.side, layers=lines)
    words = "The initial weights are those of the run: they follow from the seed."
    return Section("Network", words, code, (_NUMPY, _KERAS, "from keras import layers"))


def _batches(config: RunConfig, facts: FactSheet) -> Section:
    values = {"images": "prepare(x_train)", "batch": "x[chosen]"}
    if config.augmented:
        values = {"images": "x_train", "batch": "prepare(changed(x[chosen], epoch * steps + step))"}
    code = _BATCHES.substitute(classes=facts.class_count, **values)
    words = "The order of the images is that of the run: it follows from the seed and the epoch."
    return Section("Batches", words, code, (_NUMPY, _KERAS))


def _training(config: RunConfig, facts: FactSheet) -> Section:
    optimiser = OPTIMISERS[config.optimiser]
    options = {"learning_rate": "LEARNING_RATE"}
    options |= optimiser.options(momentum=config.momentum, nesterov=config.nesterov)
    arguments = ", ".join(f"{name}={value}" for name, value in options.items() if value)
    callbacks = "".join(f"        {callback},\n" for callback in _callbacks(config))
    rate = _rate(config)
    code = rate + _FIT.substitute(
        optimiser=f"{optimiser.keras_name}({arguments})",
        loss=LOSSES[config.loss].keras_name,
        classes=facts.class_count,
        callbacks=f"    callbacks=[\n{callbacks}    ],\n" if callbacks else "",
    )
    words = "Epoch after epoch, with a look at the validation part after each."
    return Section("Training", words, code, (_KERAS, "import math") if "math." in rate else (_KERAS,))


def _rate(config: RunConfig) -> str:
    """A function for the learning rate of an epoch, where it changes."""
    if config.schedule == "constant":
        return ""
    code = SCHEDULES[config.schedule].code.format(
        total=config.epochs, every=config.schedule_epochs, factor=config.schedule_factor
    )
    return _RATE.substitute(share=code)


def _callbacks(config: RunConfig) -> list[str]:
    callbacks = []
    if config.schedule != "constant":
        callbacks.append("keras.callbacks.LearningRateScheduler(rate)")
    if config.patience:
        least = f", min_delta={config.min_improvement}" if config.min_improvement else ""
        options = f'"val_loss", patience={config.patience}{least}, restore_best_weights=True'
        callbacks.append(f"keras.callbacks.EarlyStopping({options})")
    return callbacks


def _augmentation(config: RunConfig) -> Section:
    moves = _moves(config)
    code = _CHANGED_HEAD + (_PEN if config.stroke_width else "") + (_MOVED if moves else "") + _CHANGED_END
    words = (
        "Training images are changed anew in each epoch. What is drawn follows from the seed and the step."
    )
    return Section("Augmentation", words, code, (_TENSORFLOW, "import math") if moves else (_TENSORFLOW,))


def _moves(config: RunConfig) -> bool:
    """Whether pixels are moved, and not only strokes made thicker or thinner."""
    return any((config.rotation, config.shear, config.scale, config.shift))
