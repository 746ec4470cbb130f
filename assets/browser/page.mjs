// What components do to the page around them.

/** Show the top of the page, where what was picked opens. */
export function scrollToTop() {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
}

/**
 * Call the function whenever the element, or the window, has another size.
 *
 * @param {Element} place @param {() => void} fit @returns {() => void} stops that
 */
export function followSize(place, fit) {
    const observer = new ResizeObserver(fit);
    observer.observe(place);
    window.addEventListener("resize", fit);
    return () => {
        observer.disconnect();
        window.removeEventListener("resize", fit);
    };
}

/**
 * Call the function when the element comes into view, and whenever it leaves it.
 *
 * @param {Element} place @param {(isSeen: boolean) => void} tell @returns {() => void} stops that
 */
export function followView(place, tell) {
    const observer = new IntersectionObserver((entries) => tell(entries.at(-1).isIntersecting)); // the newest is the last
    observer.observe(place);
    return () => observer.disconnect();
}

/**
 * Listen on the whole document.
 *
 * @param {Record<string, (event: any) => void>} handlers by the event's name
 * @param {(name: string) => AddEventListenerOptions} options
 * @returns {() => void} stops listening
 */
export function listen(handlers, options) {
    for (const [name, handler] of Object.entries(handlers)) document.addEventListener(name, handler, options(name));
    return () => {
        for (const [name, handler] of Object.entries(handlers)) {
            document.removeEventListener(name, handler, options(name));
        }
    };
}
