import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureAfterPicture, pictureStyle } from "../../../assets/browser/sprite.mjs";

const SHEET = { sprite: "data:image/png;base64,AAAA", columns: 20 };

/** Where on the sheet the picture begins, in pictures. */
function cell(index, size) {
    const { backgroundPosition } = pictureStyle(SHEET, index, size);
    return backgroundPosition.split(" ").map((place) => -parseInt(place, 10) / size);
}

test("pictures lie row by row, twenty to a row", () => {
    const cells = { 0: [0, 0], 1: [1, 0], 19: [19, 0], 20: [0, 1], 59: [19, 2] };
    for (const [index, place] of Object.entries(cells)) {
        assert.deepEqual(cell(Number(index), 56).map(Math.abs), place);
    }
});

test("the whole sheet is scaled so that one picture has the size", () => {
    const style = pictureStyle(SHEET, 7, 84);
    assert.equal(style.backgroundSize, "1680px auto");
    assert.deepEqual([style.width, style.height], ["84px", "84px"]);
    assert.equal(style.backgroundImage, "url(data:image/png;base64,AAAA)");
});

test("the ink of a sheet comes picture after picture, each row by row", () => {
    // Three pictures of 2 × 2, two to a row: the fourth place is paper.
    const grey = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 255, 10, 11, 255, 255];
    const data = grey.flatMap((value) => [255 - value, 255 - value, 255 - value, 255]);
    const ink = pictureAfterPicture({ data, width: 4 }, { columns: 2, count: 3, side: 2 });
    assert.deepEqual([...ink], [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 10, 11]);
});
