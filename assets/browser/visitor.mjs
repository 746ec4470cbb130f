// Keeps the visitor's id and the width of the screen in cookies, and sends them while the server does not know them.
import { screenName, visitorId } from "./visitor_cookies.mjs";

/** @param {import("./component.mjs").Component} component */
export default function ({ data, setStateValue }) {
    const known = { id: visitorId(document.cookie), screen: screenName(window.innerWidth) };
    document.cookie = `digitlab_visitor=${known.id}; path=/; max-age=31536000; SameSite=Lax`;
    document.cookie = `digitlab_screen=${known.screen}; path=/; SameSite=Lax`;
    if (data.id !== known.id) setStateValue("id", known.id);
    if (data.screen !== known.screen) setStateValue("screen", known.screen);
}
