"""Find a Chromium for the browser tests, or install one: `python -m tests.browser.chromium --install`.

In this order: a Chromium or Chrome on the PATH, Playwright's own; if there is none, as root on Debian the
distribution's package, else Playwright's download. Without any the browser tests skip, and fail when CI is set.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium gets two pages of its own ready for each new window (what it suggests under the address), at a quarter of all
# that opening one of ours costs. The last such list counts: it has what matters here of Playwright's own as well.
NOT_NEEDED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    f"--disable-features={','.join(NOT_NEEDED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The path of a browser that can be started, or None."""
    if named := os.environ.get("DIGITLAB_CHROMIUM"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Get a browser where there is none; says so if that is not possible."""
    if find():
        return
    print("No Chromium here: installing one for the browser tests …", flush=True)  # noqa: T201
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find():
        print("Chromium could not be installed; the browser tests will be skipped.")  # noqa: T201


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    print(find() or "no Chromium")  # noqa: T201
