"""A page in Streamlit's test harness: run until it is settled, and read."""

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
