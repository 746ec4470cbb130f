// Keeps the width of the screen in a cookie, and sends it where the server guessed another one.

/** @param {import("./component.mjs").Component} component */
export default function ({ data, setStateValue }) {
    const screen = window.innerWidth < 640 ? "narrow" : "wide";
    document.cookie = `digitlab_screen=${screen}; path=/; SameSite=Lax`;
    if (data.screen !== screen) setStateValue("screen", screen);
}
