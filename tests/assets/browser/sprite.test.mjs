import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureStyle } from "../../../assets/browser/sprite.mjs";

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
