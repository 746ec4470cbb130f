"""Random rotation, shear, scale, shift and stroke width of training images, inside the TensorFlow graph.

On stored pixel values, before the preparation. Seed, step and place in the batch decide the change of an image, so a
resumed run makes the same changes.
"""

from __future__ import annotations

from math import pi
from typing import Any

from digitcore.learning.recipes.config import RunConfig


def augment(config: RunConfig, images: Any, step: Any) -> Any:
    """`images`, a float32 tensor (n, side, side, 1), changed within the bounds of `config`.

    `step` is an int32 tensor, counted over the whole run.
    """
    import tensorflow as tf

    draws = tf.random.stateless_uniform((7, tf.shape(images)[0]), seed=[config.seed, step], minval=-1.0)
    if config.stroke_width:
        images = _with_another_pen(images, draws[6] * (config.stroke_width / 100))
    if not any((config.rotation, config.shear, config.scale, config.shift)):
        return images
    return _moved(images, _coefficients(config, draws, side=int(images.shape[1])))


def _with_another_pen(images: Any, change: Any) -> Any:
    """Strokes thicker (`change` to 1) or thinner (to −1): each pixel moves towards its largest or least neighbour."""
    import tensorflow as tf

    thicker = tf.nn.max_pool2d(images, 3, 1, "SAME")
    thinner = -tf.nn.max_pool2d(-images, 3, 1, "SAME")
    change = change[:, None, None, None]
    return tf.where(change > 0, images + change * (thicker - images), images - change * (thinner - images))


def _coefficients(config: RunConfig, draws: Any, *, side: int) -> Any:
    """(n, 8) for TensorFlow's projective transform, which maps pixels of the result to places in the image."""
    import tensorflow as tf

    turn, slant = draws[0] * (config.rotation * pi / 180), tf.tan(draws[1] * (config.shear * pi / 180))
    wide, high = 1 + draws[2] * (config.scale / 100), 1 + draws[3] * (config.scale / 100)
    cos, sin = tf.cos(turn), tf.sin(turn)
    a, b = cos / wide, (sin + slant * cos) / wide
    c, d = -sin / high, (cos - slant * sin) / high
    middle, far = (side - 1) / 2, side * config.shift / 100
    right = middle - (a + b) * middle + draws[4] * far
    down = middle - (c + d) * middle + draws[5] * far
    nothing = tf.zeros_like(a)
    return tf.stack([a, b, right, c, d, down, nothing, nothing], axis=1)


def _moved(images: Any, coefficients: Any) -> Any:
    import tensorflow as tf

    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=coefficients,
        output_shape=tf.shape(images)[1:3],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )
