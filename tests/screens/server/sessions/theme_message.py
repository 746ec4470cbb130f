"""Two runs of a page: how often is a section of the theme read, and which themes are sent?"""

from unittest.mock import patch

from streamlit import config

from tests.screens.server.sessions.session import ended, play


async def scene(session):
    themes = []
    with patch.object(config, "get_options_for_section", wraps=config.get_options_for_section) as read:
        for _ in range(2):
            session.request_rerun(None)
            await ended(session)
            (theme,) = [
                one.new_session.custom_theme
                for one in session._browser_queue.flush()
                if one.HasField("new_session")
            ]
            themes.append(theme)
    names = [field.name for field, _ in themes[0].ListFields()]
    return [read.call_count, themes[0] == themes[1], themes[0].dark.primary_color, sorted(names)]


if __name__ == "__main__":
    play(scene)
