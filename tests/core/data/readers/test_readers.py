"""Users' files: every kind comes back exactly, and what was decided about it is said."""

import numpy as np
import pytest
from PIL import Image

from digitcore.data.dataset import DIGITS
from digitcore.data.plain_text import plain_text
from digitcore.data.sources import mnist
from digitcore.data.sources.draft import read_readable
from digitcore.errors import BadInput
from tests.core.uploads import archive, folders, good_files, npz, picture, pictures, read_upload, table

IMAGES, LABELS = pictures()
GOOD = good_files()


def everything(draft):
    """Images and labels of both parts together, in an order that does not depend on the split."""
    images = np.concatenate([draft.train.images, draft.test.images])
    labels = np.concatenate([draft.train.labels, draft.test.labels])
    order = np.lexsort((*images.reshape(len(images), -1).T, labels))
    return images[order], labels[order]


def assert_same(draft, images=IMAGES, labels=LABELS):
    order = np.lexsort((*images.reshape(len(images), -1).T, labels))
    found_images, found_labels = everything(draft)
    assert np.array_equal(found_images, images[order])
    assert np.array_equal(found_labels, labels[order])


@pytest.mark.parametrize("kind", [kind for kind in GOOD if kind not in ("keras", "zip of jpg")])
def test_every_kind_of_file_comes_back_exactly(kind):
    draft = read_upload(GOOD[kind])
    assert_same(draft)
    assert (draft.class_names, draft.maximum, draft.side) == (("0", "1", "2"), 255, 9)
    assert "A quarter of each class was split off as the test part: 3 images of 12." in draft.notes


def test_jpeg_comes_back_nearly(kind="zip of jpg"):
    images, _ = everything(read_upload({"a.zip": folders(IMAGES // 2, LABELS, "jpg", quality=100)}))
    assert np.abs(images.mean() - (IMAGES // 2).mean()) < 1


def test_parts_that_are_given_are_kept():
    draft = read_upload(GOOD["keras"])
    assert np.array_equal(draft.train.images, IMAGES)
    assert np.array_equal(draft.test.labels, LABELS)
    assert not any("split off" in note for note in draft.notes)


def test_mnists_own_four_files():
    draft = read_upload({path.name: path.read_bytes() for path in mnist.FOLDER.glob("*ubyte.gz")})
    assert (len(draft.train), len(draft.test), draft.class_names) == (60_000, 10_000, DIGITS)
    assert draft.train.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert draft.notes == ()


def test_the_split_is_the_same_each_time_and_has_every_class_in_both_parts():
    first, again = read_upload(GOOD["npz"]), read_upload(GOOD["csv"])
    assert sorted(first.test.labels.tolist()) == [0, 1, 2]
    # The quarter of four images that numpy's old generator, whose stream is frozen, picks with seed 0.
    picked = np.random.RandomState(0).permutation(4)[0]
    assert np.array_equal(first.test.images[first.test.labels == 1], IMAGES[LABELS == 1][[picked]])
    assert np.array_equal(first.test.images, again.test.images)
    assert first.content_hash == again.content_hash
    smallest = read_upload({"a.npz": npz(images=IMAGES[:6], labels=LABELS[:6])})
    assert smallest.train.labels.tolist() == smallest.test.labels.tolist() == [0, 1, 2]


def test_a_table_may_have_a_heading_semicolons_blank_lines_and_a_mark_in_front():
    heading = ";".join(["label", *(f"pixel{n}" for n in range(81))])
    text = table(IMAGES, LABELS, separator=";", heading=heading).replace(b"\n", b"\r\n")
    draft = read_upload({"a.csv": b"\xef\xbb\xbf" + text + b"\r\n\r\n"})
    assert_same(draft)
    assert "The first line of a.csv was taken for a heading." in draft.notes
    numbered = ",".join(["label", *map(str, range(81))])
    assert_same(read_upload({"a.csv": table(IMAGES, LABELS, heading=numbered)}))


def test_two_tables_are_train_and_test():
    draft = read_upload(
        {"mnist_test.csv": table(IMAGES[:6], LABELS[:6]), "mnist_train.csv": table(IMAGES, LABELS)}
    )
    assert (len(draft.train), len(draft.test)) == (12, 6)


def test_letters_keep_their_names():
    letters = np.array(["b", "a", "é"])[LABELS]
    for files in (
        {"a.zip": folders(IMAGES, letters)},
        {"a.csv": table(IMAGES, [f'"{letter}"' for letter in letters])},
        {"a.npz": npz(images=IMAGES, labels=letters)},
        {"a.npz": npz(images=IMAGES, labels=LABELS, class_names=np.array(["b", "a", "é"]))},
    ):
        draft = read_upload(files)
        _, labels = everything(draft)
        assert sorted(draft.class_names) == ["a", "b", "é"]
        assert np.bincount(labels).tolist() == [4, 4, 4]
        first_a = IMAGES[letters == "a"][0]
        place = next(at for at, image in enumerate(everything(draft)[0]) if np.array_equal(image, first_a))
        assert draft.class_names[labels[place]] == "a"


def test_numbers_are_named_by_what_they_are():
    assert read_upload({"a.npz": npz(images=IMAGES, labels=LABELS * 20 + 3)}).class_names == ("3", "23", "43")
    assert read_upload({"a.zip": folders(IMAGES, [f"0{label}" for label in LABELS])}).class_names == (
        "0",
        "1",
        "2",
    )
    assert read_upload({"a.csv": table(IMAGES, LABELS.astype(float))}).class_names == ("0", "1", "2")


def test_the_last_folder_is_the_label_and_folders_may_name_the_parts():
    members = {
        f"set/{part}/{label}/{number}.PNG": picture(image)
        for part in ("Training", "testing")
        for number, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True))
    }
    draft = read_upload({"a.zip": archive(members)})
    assert (len(draft.train), len(draft.test), draft.class_names) == (12, 12, ("0", "1", "2"))
    nested = {
        f"deep/down/{label}/{number}.png": picture(image)
        for number, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True))
    }
    assert_same(read_upload({"a.zip": archive(nested)}))


def test_what_systems_leave_in_a_zip_is_left_out_with_a_note():
    extra = {"__MACOSX/0/._a.png": b"x", "0/.DS_Store": b"x", "readme.txt": b"x", "0/": b""}
    members = {
        f"{label}/{n}.png": picture(image)
        for n, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True))
    }
    draft = read_upload({"a.zip": archive(members | extra)})
    assert_same(draft)
    assert "Hidden files that were left out: 2." in draft.notes
    assert "Files left out that are not images: 1." in draft.notes


def test_white_paper_is_turned_dark_and_said():
    draft = read_upload({"a.zip": folders(255 - IMAGES, LABELS)})
    assert_same(draft)
    assert any("exchanged" in note for note in draft.notes)
    kept = read_upload({"a.zip": folders(255 - IMAGES, LABELS)}, inverted=False)
    assert_same(kept, 255 - IMAGES)
    assert any("borders are bright" in note for note in kept.notes)


def test_numbers_are_turned_round_only_on_demand():
    files = {"a.npz": npz(images=255 - IMAGES, labels=LABELS)}
    assert_same(read_upload(files), 255 - IMAGES)
    assert any("borders are bright" in note for note in read_upload(files).notes)
    assert_same(read_upload(files, inverted=True))


def test_colours_transparency_and_sixteen_bits_become_grey():
    ink = IMAGES.copy()
    black = np.zeros((*ink.shape, 4), np.uint8)
    black[..., 3] = ink  # what a canvas gives: black ink on nothing
    assert_same(read_upload({"a.zip": folders([Image.fromarray(image) for image in black], LABELS)}), ink)
    grey = [Image.fromarray(np.dstack([image] * 3)) for image in ink]
    assert_same(read_upload({"a.zip": folders(grey, LABELS)}), ink)
    deep = [Image.fromarray(image.astype(np.uint16) * 257) for image in ink]
    assert_same(read_upload({"a.zip": folders(deep, LABELS)}), ink)


@pytest.mark.parametrize(
    ("images", "expected", "note"),
    [
        (IMAGES.astype(np.float32) / 255, IMAGES, "multiplied by 255"),
        ((IMAGES > 99).astype(np.uint8), (IMAGES > 99) * np.uint8(255), "multiplied by 255"),
        (IMAGES > 99, (IMAGES > 99) * np.uint8(255), "multiplied by 255"),
        (IMAGES.astype(">f8"), IMAGES, ""),
        (IMAGES.astype(np.int64), IMAGES, ""),
        (np.asfortranarray(IMAGES), IMAGES, ""),
        (IMAGES.reshape(12, 81), IMAGES, ""),
        (IMAGES[..., None], IMAGES, ""),
        (np.minimum(IMAGES + 0.25, 255), IMAGES, "rounded"),
    ],
)
def test_values_are_converted_with_their_meaning(images, expected, note):
    draft = read_upload({"a.npz": npz(images=images, labels=LABELS)})
    assert_same(draft, expected)
    assert note in " ".join(draft.notes)
    assert draft.maximum == 255


def test_small_images_of_sixteen_greys_are_like_digits():
    images, labels = pictures(side=8)
    assert read_upload({"a.npz": npz(images=images % 17, labels=labels)}).maximum == 16
    assert read_upload({"a.csv": table((images % 17).astype(float), labels)}).maximum == 16
    assert read_upload({"a.npz": npz(images=images, labels=labels)}).maximum == 255


def test_the_fact_sheet_can_be_shown_and_names_a_framing_only_for_the_ten_digits():
    images, labels = pictures(40, 28, classes=10)
    facts = read_upload({"a.npz": npz(images=images, labels=labels)}).facts(
        "  My\u202e \x00set\n" + "x" * 100
    )
    assert facts.title == "My set " + "x" * 52 + "…"
    assert (facts.side, facts.maximum, facts.framing, facts.class_count) == (28, 255, "mnist", 10)
    assert read_upload(GOOD["npz"]).facts(" \u200f ").title == "Your images"
    assert read_upload(GOOD["npz"]).facts("x").framing is None


def test_plain_text_is_composed_and_bounded():
    assert plain_text("e\u0301\t\u2028 \ud800b", longest=10) == "é b"
    assert plain_text("12345", longest=4) == "123…"


@pytest.mark.parametrize(("kind", "expected"), [("zip of png", [(0, 12)]), ("csv", [(12, 12)])])
def test_reading_reports_how_far_it_is(kind, expected):
    seen = []
    read_upload(GOOD[kind], report=seen.append)
    assert [(progress.done, progress.total) for progress in seen] == expected


@pytest.mark.parametrize("is_first", [True, False])
def test_what_cannot_be_read_does_not_spoil_what_can(is_first):
    good, bad = [*GOOD["npz"].items()], [("bad.npz", b"no archive")]
    draft = read_readable(bad + good if is_first else good + bad)
    assert_same(draft)
    assert draft.notes[-1] == "Left out, since it cannot be read: bad.npz."


def test_two_that_can_be_read_are_still_no_dataset():
    (content,) = GOOD["npz"].values()
    with pytest.raises(BadInput, match="cannot be one dataset"):
        read_readable([("a.npz", content), ("b.npz", content)])
