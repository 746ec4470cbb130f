"""“Is the author right?”: what the notebooks claim, in our words, each judged by the numbers.

A new claim is one entry of `CLAIMS`: the notebook, the claim, the function that judges it, and a hint for whoever judged wrongly.
Verdicts are computed, never typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from digitcore.data.dataset import Dataset
from digitcore.learning.guided.claims import (
    on_dense_networks,
    on_images,
    on_small_digits,
    on_the_report,
    on_two_networks,
)
from digitcore.learning.guided.claims.findings import Finding

NOTEBOOKS = {
    "perceptron": "the notebook on the perceptron",
    "filters": "the notebook on five filters",
    "networks": "the notebook on a shallow network and one of filters",
    "dense": "the notebook on three dense networks",
    "dropout": "the notebook on wide layers with dropout",
}


@dataclass(frozen=True)
class Claim:
    """One entry of the registry."""

    name: str
    """Letters only, for addresses."""
    notebook: str
    """A key of `NOTEBOOKS`."""
    words: str
    judge: Callable[[], Finding] | Callable[[Dataset], Finding]
    """Called with the images of `data` if it names some."""
    hint: str
    """Where to look, after a first wrong verdict."""
    data: str = ""
    view: str = ""
    """The name of the chart on Explore that shows it."""
    curve_of: str = ""
    """The experiment whose published curve shows it."""
    matrix_of: str = ""
    """The experiment whose published confusion matrix shows it."""

    def finding(self, dataset: Dataset | None = None) -> Finding:
        """The verdict; `dataset` is needed where `data` names one."""
        return self.judge(dataset) if self.data else self.judge()  # type: ignore[call-arg, arg-type]


CLAIMS = {
    claim.name: claim
    for claim in (
        Claim(
            "flattened", "perceptron", "Laid end to end, an image of the small digits is a row of ten numbers.",
            on_small_digits.flattened, "How many pixels has one image? And what are there ten of?", view="image",
        ),
        Claim(
            "again", "perceptron", "A second training of the same network ends with another accuracy than the first.",
            on_small_digits.second_run, "Look at the five trainings made for this app: which of them are equal?",
        ),
        Claim(
            "randomstate", "perceptron",
            "Who fixes the random state of the split gets the same figures in each training.",
            on_small_digits.split_fixed, "What else is random in a training, besides which images are kept back?",
        ),
        Claim(
            "overfitting", "perceptron", "The perceptron does not overfit: new images are read as well as learned ones.",
            on_small_digits.no_overfitting, "Divide one loss by the other.", curve_of="perceptron",
        ),
        Claim(
            "arrived", "perceptron", "After a hundred epochs the perceptron's training has converged.",
            on_small_digits.converged, "Does the validation loss stand still in the last twenty epochs?", curve_of="perceptron",
        ),
        Claim(
            "parameters", "filters", "The perceptron before it had 610 parameters.",
            on_small_digits.perceptron_parameters, "Each digit has a weight for each pixel, and one number more.",
        ),
        Claim(
            "wholeimages", "filters", "A second training of five filters had a validation accuracy of 0.9145, of 337 images.",
            on_small_digits.whole_images, "How many right images would that be?",
        ),
        Claim(
            "worse", "filters", "Five filters do not do as well as the perceptron.",
            on_small_digits.filters_worse, "Do both columns say the same? And are these the same images?",
        ),
        Claim(
            "many", "filters", "On the test images filters are ahead of the perceptron only if there are many of them.",
            on_small_digits.many_filters_needed, "Compare the first two rows of the test column.",
        ),
        Claim(
            "sixtyfour", "filters", "Sixty-four filters read more of the test images than five.",
            on_small_digits.sixty_four_better, "How many images of 450 lie between them? Chance moves each by about six.",
        ),
        Claim(
            "losses", "networks", "Both networks end with much the same loss, and differ in accuracy only.",
            on_two_networks.losses_alike, "Can a mean of ten squared errors be as large as the first loss of the second network?",
        ),
        Claim(
            "settings", "networks", "Loss and optimiser each make a large difference to the shallow network.",
            on_two_networks.loss_and_optimiser, "How many things changed from the first run to the second?",
        ),
        Claim(
            "better", "networks", "The network of filters reads more of the test images than the shallow one.",
            on_two_networks.filters_beat_shallow, "Count the mistakes of each: could chance make that difference?",
        ),
        Claim(
            "random", "networks", "The shallow network makes more random mistakes than the network of filters.",
            on_two_networks.random_mistakes, "How many of all its mistakes does the notebook show, and how were they chosen?",
        ),
        Claim(
            "zeros", "dense", "About 38 million of all pixels of the training images are 0.",
            on_images.zeros, "47 million pixels in all; about four in five are paper.", data="mnist", view="ink",
        ),
        Claim(
            "greys", "dense", "The mean greys of the first training images are 35, 39, 24, 21, 29, 37, 22, 45, 13 and 27.",
            on_images.first_greys, "Rounded down, not to the nearest.", data="mnist", view="ink100",
        ),
        Claim(
            "centred", "dense", "The mean grey of the training images is centred around 28.",
            on_images.centred, "Where is the middle: as many images below as above?", data="mnist", view="ink",
        ),
        Claim(
            "nearest", "dense", "The search for the image nearest to its average ends once the difference is below `10^-5`.",
            on_images.near_enough, "What does Python make of the hat between two whole numbers?", data="mnist", view="typical",
        ),
        Claim(
            "strangest", "dense", "The largest mean difference to its average, with its sign, finds the least similar image.",
            on_images.least_similar, "Darker and lighter pixels cancel out. What remains?", data="mnist", view="typical",
        ),
        Claim(
            "range", "dense", "After the preparation the pixels have values between 0 and 1.",
            on_images.between_0_and_1, "A pixel that is below its mean: what sign has it?", data="mnist", view="preparation",
        ),
        Claim(
            "adam", "dense", "All three networks are trained with Adam.",
            on_dense_networks.adam_everywhere, "Look at the first one.",
        ),
        Claim(
            "batches", "dense", "Small batches make a training faster.",
            on_dense_networks.small_batches_faster, "Which network had the smallest batches, and how long did an epoch take?",
        ),
        Claim(
            "tenth", "dense", "The smallest network has about a tenth of the parameters of the first.",
            on_dense_networks.a_tenth, "Divide.",
        ),
        Claim(
            "reaches", "dense", "The smallest network reaches a validation accuracy of 95%.",
            on_dense_networks.reaches_95, "What is the best that can be read, and what cannot be read?", curve_of="smallest-95",
        ),
        Claim(
            "ahead", "dense", "With normalisation, validation is ahead of training, in loss and in accuracy.",
            on_dense_networks.validation_ahead, "Look at the first epochs, and then at the last.", curve_of="dense-bn",
        ),
        Claim(
            "totals", "dense", "It prints how often its network predicted each digit: 607 times 0, 668 times 1, …",
            on_the_report.predicted_totals, "Are these sums of rows or of columns? Rows are what an image is.",
            matrix_of="dense-bn",
        ),
        Claim(
            "computed", "dense", "Its program finds: precision is highest for 0, and lowest for 8.",
            on_the_report.printed_extremes, "Find the largest and the smallest of ten numbers.", matrix_of="dense-bn",
        ),
        Claim(
            "named", "dense", "Its text says: 1 is predicted most precisely, and 9 least.",
            on_the_report.named_extremes, "Rounded to two places, several are alike. Look at four.", matrix_of="dense-bn",
        ),
        Claim(
            "order", "dense", "The error rates of single digits are of order 10⁻².",
            on_the_report.order_of_error, "How many zeros stand behind the point?",
        ),
        Claim(
            "overall", "dense", "Each digit has an accuracy of about 99%, so the network is right on 99% of the images.",
            on_the_report.correct_overall, "What would somebody get who always says “it is no 3”?", matrix_of="dense-bn",
        ),
        Claim(
            "missed", "dense", "The share of a digit that is missed is the number missed, divided by the number found.",
            on_the_report.missed_share, "Add up the share that is missed and the share that is found.", matrix_of="dense-bn",
        ),
        Claim(
            "highest", "dense", "The network with normalisation has the highest test accuracy of the three.",
            on_dense_networks.highest_on_test, "On which part were they measured?",
        ),
        Claim(
            "rate", "dense", "The first network beats the example it began with by its learning rate alone: 0.967, not 0.91.",
            on_dense_networks.rate_alone, "What is said about the example, and what is not?",
        ),
        Claim(
            "pairs", "dropout", "It confuses 4 and 9, 9 and 7, and 3 and 8 most.",
            on_the_report.confused_pairs, "Add up both directions of each pair.", matrix_of="dense-dropout",
        ),
        Claim(
            "saturates", "dropout", "The test loss falls for a while, and then levels off.",
            on_dense_networks.loss_levels_off, "Compare its lowest with its last.", curve_of="dense-dropout",
        ),
        Claim(
            "testrange", "dropout", "The pixels of the test images reach from 0 to 255.",
            on_images.value_range, "Look at the images, not at the program.", data="mnist", view="ink",
        ),
    )
}  # fmt: skip
"""All claims by name, in the order of the lesson: notebook by notebook."""
