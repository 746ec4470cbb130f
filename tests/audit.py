"""Part of `make check`: known holes of the packages that are installed here, by pip-audit, where a network allows it.

Without a network, or behind a registry that knows nothing of holes, it says loudly that nothing was audited, and that is
no failure, unless AUDIT=required says that there is a network which answers: so CI sets it where that is so. A hole that is
known is always one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig

COMMAND = [
    sys.executable, "-m", "pip_audit", "--path", sysconfig.get_paths()["purelib"],
    "--format", "json", "--progress-spinner", "off", "--timeout", "10",
]  # fmt: skip
MOST_SECONDS = 120


def main() -> int:
    """1 where a package has a known hole, or an audit is required and did not happen."""
    try:
        done = subprocess.run(COMMAND, check=False, capture_output=True, text=True, timeout=MOST_SECONDS)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        packages = []
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        print(
            "NOT AUDITED: nobody could be asked for known holes of packages, so nothing is known about them."
        )
        return 1 if os.environ.get("AUDIT") == "required" else 0
    holes = [(package, hole) for package in asked for hole in package["vulns"]]
    print(f"{len(asked)} of {len(packages)} packages audited, {len(holes)} known holes.")
    for package, hole in holes:
        better = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"  {package['name']} {package['version']}: {hole['id']}, mended in {better}")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
