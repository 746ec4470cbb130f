// Which points of a flat map are picked, marked in the chart that is there: with another figure Streamlit would draw it anew.
import { drawn } from "./plotly_chart.mjs";

/**
 * Make all other points pale, as Plotly does for a box that is drawn on the chart, and take that box away.
 *
 * @param {any} chart Plotly's element @param {Set<number> | null} rows the picked points' numbers; null where none is pale
 */
export function markPoints(chart, rows) {
    for (const points of chart.calcdata) {
        const [{ trace, node3: shapes }] = points, { _input: origin, _module: kind } = trace;
        if (!trace.customdata) continue;
        const selected = rows && placesIn(trace, rows);
        // In what the chart was made of, too: it is drawn anew from that where its size changes.
        for (const each of [trace, origin]) {
            if (selected) each.selectedpoints = selected;
            else delete each.selectedpoints;
        }
        const places = new Set(selected);
        points.forEach((point, place) => { point.selected = places.has(place) ? 1 : 0; });
        kind.styleOnSelect(chart, points, shapes);
    }
    removeBox(chart);
}

function placesIn({ customdata }, rows) {
    return Array.from(customdata, ([row]) => Number(row)).flatMap((row, place) => (rows.has(row) ? [place] : []));
}

/** And let the next drag move the map again. Plotly would tell of an empty box where its list of boxes has changed. */
function removeBox(chart) {
    const { layout } = drawn(chart);
    delete chart.layout.selections;
    Object.assign(layout, { selections: [], _previousSelections: undefined });
    for (const shape of chart.querySelectorAll(".selectionlayer > *, .select-outline, .outline-controllers")) shape.remove();
    if (layout.dragmode !== "pan") chart.querySelector(".modebar-btn[data-val=pan]")?.click();
}
