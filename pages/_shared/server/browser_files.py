"""The modules under `assets/browser`: their route at `/lab/browser`, and the components that are made from them.

All files are read once, when the server starts: a browser never gets a module that is newer than the Python it talks to.
Each has two addresses. `/lab/browser/pen.mjs` stays the same for ever, so browsers ask each time whether the file has
changed. `/lab/browser/<version>/pen.mjs` is what components load: it is kept for good, and a tab that stays open while
the server is upgraded loads the modules of the new version, also those that its modules import from each other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.components.v2.types import ComponentRenderer

from digitcore import settings

_FOLDER = settings.ASSETS / "browser"
_ROOT = "lab/browser"
# Not from the system's table of types: on Windows any program may have made a script plain text there.
_TYPES = {".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}
_IMPORT = re.compile(r'from "\./(\w+)\.mjs"')
_YEAR_SECONDS = 365 * 24 * 3600

# All calls wait for one promise, so they go on in the order in which they came; after a failure the next call tries again.
_LOADER = """
let loading;
export default async function (component) {
    loading ??= import(new URL("{address}", document.baseURI)).catch((problem) => { loading = null; throw problem; });
    return (await loading).default(component);
}
"""


@dataclass(frozen=True)
class _File:
    content: bytes
    media_type: str
    tag: str
    """Weak, since Streamlit compresses the file on its way."""


def browser_component(name: str, *, has_page_style: bool = False) -> ComponentRenderer:
    """The component `digitlab_<name>`, whose code is the default export of the module with this name.

    A component's inline code travels with each of its messages, so all that is inline is how to load the rest.
    `has_page_style`: `assets/style.css` holds in it as on the page.
    """
    return st.components.v2.component(f"digitlab_{name}", js=_loader(name), isolate_styles=not has_page_style)


def preloads(*names: str) -> str:
    """Lines for a page's head that fetch these modules, and all that they import, while Streamlit's own scripts load.

    A browser finds the imports of a module when it has read it: one trip to the server for each step of the way.
    """
    found, waiting = [], list(names)
    for name in waiting:
        if name not in found:
            found.append(name)
            waiting += _IMPORT.findall(_FILES[f"{name}.mjs"].content.decode())
    return "".join(
        f'<link rel="modulepreload" fetchpriority="low" href="./{_address(name)}">' for name in found
    )


def browser_route() -> Route:
    """The route of the files, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return Route(f"{f'/{base}' if base else ''}/{_ROOT}/{{path:path}}", _answer)


async def _answer(request: Request) -> Response:
    """The file, whichever version was asked for: a tab may be older than the server."""
    *folders, name = request.path_params["path"].split("/")
    file = _FILES.get(name)
    if file is None or len(folders) > 1:
        return Response(status_code=404)
    is_kept = folders == [_VERSION]
    headers = {
        "Cache-Control": f"public, max-age={_YEAR_SECONDS}, immutable" if is_kept else "no-cache",
        "ETag": file.tag,
    }
    known = request.headers.get("if-none-match", "")
    if file.tag in (tag.strip() for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.media_type)


def _loader(name: str) -> str:
    return _LOADER.replace("{address}", _address(name))


def _address(name: str) -> str:
    """Relative: pages lie directly below the app's own path, whatever that is."""
    return f"{_ROOT}/{_VERSION}/{name}.mjs"


def _read(folder: Path) -> dict[str, _File]:
    """The files by their names."""
    files = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            tag = f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
            files[path.name] = _File(content, _TYPES[path.suffix], tag)
    return files


def _version(files: Mapping[str, _File]) -> str:
    """Another one for any change of any file."""
    names = "".join(f"{name} {file.tag} " for name, file in files.items())
    return hashlib.blake2b(names.encode(), digest_size=6).hexdigest()


_FILES = _read(_FOLDER)
_VERSION = _version(_FILES)
