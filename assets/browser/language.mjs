// Says in which language the page is, for screen readers and hyphens, and keeps the language that was chosen.

const YEAR_SECONDS = 365 * 24 * 3600;

/** @param {import("./component.mjs").Component} component */
export default function ({ data }) {
    document.documentElement.lang = data.spoken;
    if (data.chosen) document.cookie = `${data.cookie}=${data.chosen}; path=/; max-age=${YEAR_SECONDS}; SameSite=Lax`;
}
