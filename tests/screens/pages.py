"""A page in Streamlit's test harness: run until it is settled, and read."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest

VISITOR = "f" * 32
"""Who opens the pages in these tests: the harness sends no cookie."""


def settle(app: AppTest) -> AppTest:
    """Run again until no task shows its progress any more."""
    while app.get("progress"):
        app.run()
    return app


def all_text(app: AppTest) -> str:
    """Everything that the page says in Markdown."""
    return " ".join(element.value for element in app.markdown)


def data_of_components(app: AppTest, name: str) -> list[dict[str, Any]]:
    """What the page sends to its components of this kind."""
    found = [
        element.proto for element in app.get("bidi_component") if element.proto.component_name.endswith(name)
    ]
    return [json.loads(proto.json) for proto in found]
