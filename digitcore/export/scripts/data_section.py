"""The part of a script before the model: where the images come from, which part sees which, and how they are prepared.

Each dataset and each preparation has its template. Images that cannot be had elsewhere (synthetic, spoiled, and those
that users added) are read from a file beside the script.
"""

from __future__ import annotations

from string import Template

from digitcore.data.dataset import FactSheet
from digitcore.data.spoiling import is_spoiled
from digitcore.export.scripts.sections import Section
from digitcore.learning.recipes.config import NETWORK, TEST, RunConfig

DATA_FILE = "data.npz"

_SPLIT = "from sklearn.model_selection import train_test_split"

_DIGITS = """\
images, labels = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(
    images.reshape(-1, 8, 8), labels, test_size=0.25, random_state=0
)"""

_MNIST = """\
def read(name, header):
    \"\"\"The bytes of a published file behind its header.\"\"\"
    with gzip.open(Path(arguments.mnist) / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


if arguments.mnist:
    x_train = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    y_train = read("train-labels-idx1-ubyte.gz", 8)
    x_test = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    y_test = read("t10k-labels-idx1-ubyte.gz", 8)
else:
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()"""

_FILE = """\
with np.load(arguments.data) as data:
    x_train, y_train = data["x_train"], data["y_train"]
    x_test, y_test = data["x_test"], data["y_test"]"""

_TEST_WATCHES = "x_validation, y_validation = x_test, y_test"

_KEPT_BACK = Template("""\
x_train, x_validation, y_train, y_validation = train_test_split(
    x_train, y_train, test_size=$share, random_state=SEED
)""")

_FEWER = "x_train, y_train = x_train[: arguments.images], y_train[: arguments.images]"

_PREPARE = Template("""\
def prepare(images):
    \"\"\"$words\"\"\"
    return $values.astype("float32")$shape""")

_STANDARDISING = """\
mean, spread = x_train.mean(axis=0), x_train.std(axis=0)
factor = np.divide(1, spread, out=np.zeros_like(spread), where=spread > 0)


"""

PREPARATIONS = {
    "raw": ("Pixel values stay as they are stored.", "images", ""),
    "scaled": ("Pixel values are divided by the highest one there can be.", "(images / $maximum)", ""),
    "standardised": (
        "Each pixel minus its mean over the training images, divided by its standard deviation there; a pixel that "
        "never changes in them becomes 0.",
        "((images - mean) * factor)",
        _STANDARDISING,
    ),
}
"""For each entry of `preparation.PREPARATIONS`: what it does, the expression in `prepare`, and the code before it."""


def has_file(config: RunConfig) -> bool:
    """Whether the script needs the images in a file beside it."""
    return config.dataset not in ("digits", "mnist") or is_spoiled(config.dataset_options)


def arguments(config: RunConfig) -> list[str]:
    """The lines that add the script's arguments about its data to `parser`."""
    fewer = (
        'parser.add_argument("--images", type=int, help="learn from so many images only, for a quick try")'
    )
    if has_file(config):
        words = f'parser.add_argument("--data", default="{DATA_FILE}", help="the file with the images")'
        return [words, fewer]
    if config.dataset == "mnist":
        words = "folder of the MNIST files; else Keras fetches them"
        return [f'parser.add_argument("--mnist", metavar="FOLDER", help="{words}")', fewer]
    return [fewer]


def sections(config: RunConfig, facts: FactSheet) -> list[Section]:
    """Data, parts, preparation."""
    return [_data(config, facts), _parts(config), _preparation(config, facts)]


def _data(config: RunConfig, facts: FactSheet) -> Section:
    size = f"{facts.side}×{facts.side} pixels with values from 0 (empty paper) to {facts.maximum}"
    if has_file(config):
        words = f"The images that the run saw, {size}. They travel beside this script, in the ZIP of the run."
        return Section("Data", words, _FILE, ("import numpy as np",))
    if config.dataset == "mnist":
        words = f"MNIST: 60,000 images to learn from and 10,000 to be judged on, of {size}."
        return Section(
            "Data", words, _MNIST, ("import gzip", "from pathlib import Path", "import numpy as np")
        )
    words = f"1,797 digits of {size}. The 450 test images are the same for every run."
    return Section("Data", words, _DIGITS, ("from sklearn.datasets import load_digits", _SPLIT))


def _parts(config: RunConfig) -> Section:
    if config.validation == TEST:
        words = "The run watched the test images while it learned, so there is no third part."
        return Section("Parts", words, f"{_TEST_WATCHES}\n{_FEWER}")
    words = (
        "A part of the training images is kept back to watch the learning; which ones follows from the seed."
    )
    code = _KEPT_BACK.substitute(share=config.validation)
    return Section("Parts", words, f"{code}\n{_FEWER}", (_SPLIT,))


def _preparation(config: RunConfig, facts: FactSheet) -> Section:
    words, values, before = PREPARATIONS[config.preparation]
    is_network = config.model == NETWORK
    code = before + _PREPARE.substitute(
        words=f"Images (n, side, side) as the model sees them, {'with one channel' if is_network else 'in rows'}.",
        values=Template(values).substitute(maximum=facts.maximum),
        shape="[..., None]" if is_network else ".reshape(len(images), -1)",
    )
    return Section("Preparation", words, code, ("import numpy as np",) if before else ())
