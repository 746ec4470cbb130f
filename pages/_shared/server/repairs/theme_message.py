"""The theme is worked out once.

Streamlit reads its six sections from the configuration again, option by option, for each run of a page or fragment: a fifth
of all that a server did while a class of thirty closed a round, on the thread that serves everybody. The theme stays the
same while the server runs.
"""

from __future__ import annotations

from typing import Any

from pages._shared.server.repairs.repair import Repair


def _apply() -> None:
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

    populate = app_session._populate_theme_msg
    sections: dict[str, CustomThemeConfig] = {}

    def populate_once(message: Any, section: str = "theme") -> None:
        if section not in sections:
            worked_out = CustomThemeConfig()
            populate(worked_out, section)
            sections[section] = worked_out
        if sections[section].ByteSize():  # an empty section is not there at all
            message.MergeFrom(sections[section])

    app_session._populate_theme_msg = populate_once


REPAIR = Repair(
    "each run of a page or of a part of it works the theme out anew, and others wait meanwhile",
    ("streamlit.runtime.app_session:_populate_theme_msg",),
    _apply,
)
