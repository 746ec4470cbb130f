"""Figures tested as data: titles, ticks, values, and the table behind each."""

import base64
import csv
import html
import io
import re
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from digitcore.figures import counts, images, matrix, points, reasons, style, tiles
from digitcore.figures.picture import Table
from digitcore.figures.sprite import COLUMNS, difference_address, sprite_png

NAMES = tuple("0123456789")
HOSTILE = ("<b>z<b>", "<a href='https://example.org'>q</a>", "$q$", "%{q}", "a&lt;b", "<br>")
"""Names of classes that Plotly would take for tags, a formula, a value, an entity."""


def test_class_distribution_shows_counts_and_shares():
    train, test = np.array([30, 10]), np.array([5, 15])
    picture = counts.class_distribution(train, test, class_names=("a", "b"), share=False)
    assert [trace.name for trace in picture.figure.data] == ["train", "test"]
    assert picture.figure.data[0].y.tolist() == [30, 10]
    shares = counts.class_distribution(train, test, class_names=("a", "b"), share=True)
    assert shares.figure.data[1].y.tolist() == [25, 75]
    assert shares.figure.layout.yaxis.title.text == "share of the part, %"
    assert picture.table.columns["test %"] == [25, 75]


def test_what_is_picked_stands_beside_all_and_in_the_table():
    train, test, picked = np.array([30, 10]), np.array([5, 15]), np.array([0, 4])
    classes = counts.class_distribution(train, test, class_names=("a", "b"), share=False, picked=picked)
    assert classes.figure.data[2].y.tolist() == [0, 4]
    assert classes.figure.data[2].customdata.tolist() == [[0, 0], [1, 4]]
    assert classes.table.columns["picked %"] == [0, 100]
    inks = counts.histogram(np.array([0, 4, 2]), x="ink", y="images", name="h", picked=np.array([0, 1, 0]))
    assert [trace.y.tolist() for trace in inks.figure.data] == [[0, 4, 2], [0, 1, 0]]
    assert list(inks.figure.data[1].customdata) == [[0], [1], [2]]
    of_all, of_picked = inks.figure.data
    assert (of_picked.x, of_picked.yaxis) == (of_all.x, of_all.yaxis), "both can be compared"
    assert inks.table.columns["picked"] == [0, 1, 0]


def test_histogram_ends_where_the_last_value_is_but_its_table_does_not():
    picture = counts.histogram(np.array([0, 4, 2, 0, 0]), x="value", y="images", name="h", log=True)
    assert picture.figure.layout.xaxis.range == (-0.5, 2.5)
    assert picture.figure.layout.yaxis.type == "log"
    assert picture.table.columns == {"value": [0, 1, 2, 3, 4], "images": [0, 4, 2, 0, 0]}


def test_boxes_hold_the_given_quantiles():
    picture = counts.boxes_per_class(
        np.array([[1, 2, 3, 4, 5.0]]), class_names=("7",), y="ink", name="b", further_columns={"empty": [9]}
    )
    (box,) = picture.figure.data
    assert (box.lowerfence[0], box.q1[0], box.median[0], box.q3[0], box.upperfence[0]) == (1, 2, 3, 4, 5)
    assert picture.table.columns["median"] == [3]
    assert picture.table.columns["empty"] == [9]


def test_lines_are_told_apart_without_colour():
    values = {"train": np.array([0.0, 1, 0]), "test": np.array([0.0, 0, 0])}
    picture = counts.lines(values, x=np.arange(3), x_title="x", y_title="y", name="l")
    assert [trace.line.dash for trace in picture.figure.data] == ["solid", "dash"]
    assert picture.figure.layout.xaxis.range == (0, 1)


MATRIX = np.array([[90, 9, 1], [0, 99, 0], [3, 0, 0]], dtype=float)


@pytest.mark.parametrize(
    ("mode", "shades"),
    [
        ("counts", MATRIX / [[100], [99], [3]]),
        ("true", MATRIX / [[100], [99], [3]]),
        ("predicted", MATRIX / [93, 108, 1]),
        ("log", np.log10(MATRIX + 1) / 2),
        ("errors", [[np.nan, 1, 1 / 9], [0, np.nan, 0], [1 / 3, 0, np.nan]]),
    ],
)
def test_the_shades_of_a_confusion_matrix(mode, shades):
    np.testing.assert_allclose(matrix.MODES[mode].shades(MATRIX), shades)


def test_a_matrix_without_mistakes_or_images_has_shades_too():
    for mode in matrix.MODES.values():
        for counts_ in (np.eye(2), np.zeros((2, 2)), np.zeros((1, 1))):
            shades = mode.shades(counts_)
            assert ((shades >= 0) & (shades <= 1) | np.isnan(shades)).all()


def test_what_speaks_for_an_answer_is_shown_around_zero_in_points():
    drops = np.array([[0.4, 0], [0, -0.1]])
    picture = reasons.occlusion(np.array([[255.0, 0], [0, 0]]), drops, maximum=255, answer="7")
    image, shown = picture.figure.data
    assert (shown.zmin, shown.zmax) == (-40, 40)
    assert shown.z[1][1] == -10
    assert image.zmax == 255
    assert picture.figure.layout.annotations[1].text == "what speaks for 7"
    assert picture.table.columns["drop in points"] == [40, 0, 0, -10]


def test_confusion_matrix_has_true_rows_and_predicted_columns():
    picture = matrix.confusion(np.array([[3, 1], [0, 0]]), class_names=("0", "1"))
    (heatmap,) = picture.figure.data
    assert heatmap.z.tolist() == [[0.75, 0.25], [0, 0]]
    assert picture.figure.layout.xaxis.title.text == "predicted"
    assert picture.figure.layout.yaxis.title.text == "true"
    assert picture.figure.layout.yaxis.range == (1.5, -0.5)  # the first class on top
    assert picture.table.columns == {"true": ["0", "1"], "predicted 0": [3, 0], "predicted 1": [1, 0]}


def test_image_carries_every_value_and_its_place():
    picture = images.image_with_values(np.arange(64).reshape(8, 8), maximum=63)
    assert picture.table.columns["value"] == list(range(64))
    assert (picture.table.columns["row"][9], picture.table.columns["column"][9]) == (1, 1)
    assert picture.figure.data[0].texttemplate == "%{z}"


def test_images_per_class_has_a_tile_and_a_title_each():
    averages = np.arange(10.0)[:, None, None] * np.ones((10, 4, 4))
    picture = tiles.images_per_class(averages, class_names=NAMES, maximum=9, ink=True, name="average")
    (heatmap,) = picture.figure.data
    titles = {annotation.text: annotation for annotation in picture.figure.layout.annotations}
    assert list(titles) == list(NAMES)
    for name, title in titles.items():
        below, right = int(title.y + 3.5), int(title.x)
        assert heatmap.z[below, right] == float(name)
        assert heatmap.customdata[below, right].tolist() == [1, 1]
    assert np.isfinite(heatmap.z).sum() == 10 * 16


def test_a_difference_is_purple_above_zero_orange_below_and_white_at_zero():
    address = difference_address(np.array([[1.0, -2.0, 0.0]]))
    with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as picture:
        pixels = np.asarray(picture)[0].tolist()
    assert pixels == [[45, 0, 75], [127, 59, 8], [255, 255, 255]]


def test_weights_are_drawn_around_zero_and_one_far_out_does_not_pale_the_rest():
    weights = np.full((16, 5, 5), -0.5)
    weights[0, 0, 0] = 90
    picture = tiles.weights(weights, titles=[str(number) for number in range(16)])
    (heatmap,) = picture.figure.data
    assert (heatmap.zmin, heatmap.zmax) == (-0.5, 0.5)
    assert np.nanmax(heatmap.z) == 90
    assert picture.table.columns["0"][0] == 90


def test_difference_is_the_first_minus_the_second_around_zero():
    picture = images.difference(np.array([[4.0, 0]]), np.array([[1.0, 2]]), name_a="4", name_b="9", maximum=4)
    tile = picture.figure.data[2]
    assert tile.z.tolist() == [[3, -2]]
    assert (tile.zmin, tile.zmax) == (-3, 3)
    assert picture.table.columns["4 minus 9"] == [3, -2]


def test_equal_images_have_a_difference_that_can_be_drawn():
    picture = images.difference(np.zeros((2, 2)), np.zeros((2, 2)), name_a="a", name_b="b", maximum=1)
    assert picture.figure.data[2].zmax > 0


def test_map_points_carry_their_row_and_their_number():
    picture = points.point_map(
        np.array([[0.0, 1, 2], [3, 4, 5], [6, 7, 8]]),
        np.array([1, 0, 1]),
        indices=np.array([10, 20, 30]),
        class_names=("a", "b"),
        axis_titles=("one", "two", "three"),
        laid="all",
    )
    assert [trace.name for trace in picture.figure.data] == ["a", "b"]
    assert picture.figure.data[1].customdata.ravel().tolist() == [0, 2]
    assert picture.figure.data[1].text.tolist() == [10, 30]
    assert picture.figure.data[0].type == "scatter3d"
    assert picture.table.columns["image"] == [10, 20, 30]


def test_a_flat_map_names_its_clusters_and_numbers_its_places():
    picture = points.point_map(
        np.array([[0.0, 0], [4, 0], [9, 9]]),
        np.array([0, 0, 1]),
        indices=np.arange(3),
        class_names=NAMES,
        axis_titles=("", ""),
        laid="all",
    )
    assert [note.text for note in picture.figure.layout.annotations] == ["<b>0</b>", "<b>1</b>"]
    assert list(picture.table.columns) == ["image", "class", "place 1", "place 2"]


def test_marked_points_in_space_stand_out_and_the_others_keep_their_rows():
    picture = points.point_map(
        np.zeros((4, 3)),
        np.array([0, 1, 0, 1]),
        indices=np.array([5, 6, 7, 8]),
        class_names=NAMES,
        axis_titles=("",) * 3,
        laid="all",
        marked=np.array([1, 3]),
    )
    pale, marked = picture.figure.data
    assert pale.customdata.ravel().tolist() == [0, 2]
    assert marked.customdata.ravel().tolist() == [1, 3]
    assert marked.name == "1"
    assert pale.marker.opacity < marked.marker.opacity


def test_a_telephone_gets_no_numbers_it_cannot_read():
    picture = images.image_with_values(np.zeros((28, 28)), maximum=255)
    figure = style.fit_telephone(picture.figure, height=300)
    assert figure.data[0].texttemplate == ""
    assert figure.layout.height == 300
    small = style.fit_telephone(images.image_with_values(np.zeros((8, 8)), maximum=16).figure, height=300)
    assert small.data[0].texttemplate == "%{z}"


def test_images_and_their_scales_fit_each_other_on_a_telephone():
    few, many = (
        tiles.images_per_class(
            np.zeros((n, 28, 28)), class_names=list(map(str, range(n))), maximum=255, ink=True, name="tiles"
        )
        for n in (3, 10)
    )
    assert few.narrow_height <= few.figure.layout.height
    for picture in (few, many):
        bar, rows = picture.on_telephone.data[0].colorbar, picture.figure.data[0].z.shape
        assert bar.ypad == 0, "as high as what the chart has room for"
        assert picture.narrow_height - 44 <= 300 * rows[0] / rows[1], "and no higher than the tiles"


def test_numbers_of_a_preparation_are_short_enough_for_their_cells():
    picture = images.preparations({"Standardised": np.full((8, 8), -0.0576, np.float32)}, name="p")
    assert picture.figure.data[0].texttemplate == "%{z:.2~f}"


def test_a_map_in_space_stands_further_off_on_a_telephone_where_its_titles_would_be_cut():
    picture = points.point_map(
        np.zeros((2, 3)),
        np.array([0, 1]),
        indices=np.arange(2),
        class_names=NAMES,
        axis_titles=("a", "b", "c"),
        laid="all",
    )
    figure = style.fit_telephone(picture.figure, height=picture.narrow_height)
    assert figure.layout.scene.camera.eye.x > 1.25, "Plotly's own"
    assert figure.layout.height < 620


def test_presented_a_figure_has_type_for_the_last_row():
    picture = images.difference(np.zeros((8, 8)), np.ones((8, 8)), name_a="a", name_b="b", maximum=16)
    figure = style.fit_projector(picture.figure, height=640)
    sizes = {note.font.size for note in figure.layout.annotations}
    sizes |= {axis.tickfont.size for axis in figure.select_xaxes()} | {figure.layout.font.size}
    assert (sizes, figure.layout.height) == ({22}, 640)


def test_csv_is_read_back_as_it_was():
    table = Table({"name": ["a,b", 'say "c"'], "value": [1, 2.5]})
    rows = list(csv.reader(io.StringIO(table.to_csv())))
    assert rows == [["name", "value"], ["a,b", "1"], ['say "c"', "2.5"]]


def test_a_table_with_a_short_column_is_refused():
    with pytest.raises(ValueError, match="different lengths"):
        Table({"a": [1], "b": [1, 2]})


def test_sprite_holds_the_images_dark_on_white_and_row_by_row():
    from PIL import Image

    stack = np.zeros((COLUMNS + 1, 2, 3), np.uint8)
    stack[COLUMNS, 1, 2] = 16
    sheet = np.asarray(Image.open(io.BytesIO(sprite_png(stack, maximum=16))))
    assert sheet.shape == (4, 3 * COLUMNS)
    assert sheet[3, 2] == 0
    assert np.delete(sheet.ravel(), 3 * 3 * COLUMNS + 2).min() == 255


# Machado, Oliveira, Fernandes (2009): what the three kinds of dichromats see, on linear RGB.
DICHROMATS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def lab(colour: str, simulate: np.ndarray) -> np.ndarray:
    """The colour as somebody sees it, in CIELAB."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(simulate @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", DICHROMATS)
def test_digit_colours_stay_apart_for_colour_blind_eyes(kind):
    seen = [lab(colour, np.array(DICHROMATS[kind])) for colour in style.COLOURS]
    closest = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))
    assert closest > 5  # a difference of 2.3 is just noticeable; symbols and names tell the rest


def test_train_and_test_stay_apart_for_colour_blind_eyes():
    for matrix_ in DICHROMATS.values():
        a, b = (lab(colour, np.array(matrix_)) for colour in (style.ACCENT, style.SECOND))
        assert np.linalg.norm(a - b) > 20


def drawn_with_hostile_names():
    k, random = len(HOSTILE), np.random.default_rng(0)
    labels = np.arange(k)
    positions = random.random((k, 3))
    pictures = random.random((k, 8, 8))
    return {
        "distribution": counts.class_distribution(labels, labels, class_names=HOSTILE, share=True),
        "boxes": counts.boxes_per_class(
            np.sort(random.random((k, 5))), class_names=HOSTILE, y="ink", name="b", further_columns={}
        ),
        "confusion": matrix.confusion(np.eye(k, dtype=int), class_names=HOSTILE),
        "tiles": tiles.images_per_class(pictures, class_names=HOSTILE, maximum=1, ink=True, name="t"),
        "map": points.point_map(
            positions, labels, indices=labels, class_names=HOSTILE, axis_titles=("one", "two", "three"), laid="all",
        ),
        "weights": tiles.weights(pictures, titles=HOSTILE),
        "difference": images.difference(
            pictures[0], pictures[1], name_a=HOSTILE[0], name_b=HOSTILE[1], maximum=1
        ),
    }  # fmt: skip


def texts(value):
    """Every text in a figure that Plotly draws; its own templates for other figures left out."""
    if isinstance(value, dict):
        return [text for key, part in value.items() if key != "template" for text in texts(part)]
    if isinstance(value, list | tuple | np.ndarray):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("kind", drawn_with_hostile_names())
def test_each_sign_in_the_name_of_a_class_stands_for_itself(kind):
    picture = drawn_with_hostile_names()[kind]
    drawn = texts(picture.figure.to_dict())
    shown = HOSTILE[:2] if kind == "difference" else HOSTILE
    for name in shown:
        assert not any(name in text for text in drawn)
        assert any(name in html.unescape(text) for text in drawn)
    entities = {entity for text in drawn for entity in re.findall(r"&[a-z]+;", text)}
    assert entities <= {"&amp;", "&lt;", "&gt;"}  # of the named ones Plotly knows few


@pytest.mark.parametrize("kind", drawn_with_hostile_names())
def test_tables_keep_the_names_as_they_were_given(kind):
    columns = drawn_with_hostile_names()[kind].table.columns
    words = [*columns, *columns.get("class", ()), *columns.get("true", ())]
    for name in HOSTILE[:2] if kind == "difference" else HOSTILE:
        assert any(name in word for word in words)


def test_a_map_of_a_model_says_what_it_called_each_point_and_rings_one():
    picture = points.point_map(
        np.array([[0.0, 1], [2, 3]]), np.array([4, 9]), indices=np.array([7, 33]), class_names=NAMES,
        axis_titles=("one", "two"), laid="all", predictions=("4", "<b>"), ringed=1,
    )  # fmt: skip
    *clouds, ring = picture.figure.data
    assert [list(cloud.text) for cloud in clouds] == [["7, called 4"], ["33, called &lt;b&gt;"]]
    assert (list(ring.x), list(ring.y), ring.hoverinfo) == ([2], [3], "skip")
    assert picture.table.columns["called"] == ["4", "<b>"]
