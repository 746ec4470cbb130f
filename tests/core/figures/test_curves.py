"""The learning curves of a report tested as data: what is on which axis, and the table behind."""

from digitcore.figures.curves import learning_curves

POINTS = {
    "epoch": [0.5, 1.0, 2.0],
    "seconds": [0.1, 0.2, 0.4],
    "loss": [2.0, 1.0, 0.5],
    "accuracy": [0.2, 0.5, 0.9],
}
EPOCHS = {
    "epoch": [1, 2],
    "seconds": [0.2, 0.4],
    "train_loss": [1.5, 0.75],
    "train_accuracy": [0.4, 0.7],
    "validation_loss": [1.2, 0.8],
    "validation_accuracy": [0.6, 1.0],
}


def test_loss_and_accuracy_stand_against_epochs():
    picture = learning_curves(POINTS, EPOCHS)
    layout = picture.figure.layout
    assert [axis.title.text for axis in (layout.xaxis, layout.xaxis2)] == ["epoch", "epoch"]
    assert [annotation.text for annotation in layout.annotations] == ["loss", "accuracy"]
    assert [(trace.name, list(trace.x), list(trace.y)) for trace in picture.figure.data[3:]] == [
        ("training, live", POINTS["epoch"], POINTS["accuracy"]),
        ("training, per epoch", EPOCHS["epoch"], EPOCHS["train_accuracy"]),
        ("validation", EPOCHS["epoch"], EPOCHS["validation_accuracy"]),
    ]
    assert picture.table.columns["seconds"] == EPOCHS["seconds"]
    assert picture.figure.layout.yaxis2.autorangeoptions.maxallowed == 1
    assert picture.figure.layout.yaxis.autorangeoptions.maxallowed is None, "a loss may be larger"
