"""A page was chosen and waits to be run, and a timer of the page before comes: which page is run?"""

from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from tests.screens.server.sessions.session import play


async def scene(_):
    requests = ScriptRequests()
    requests.request_rerun(RerunData(page_script_hash="chosen", query_string="view=ink"))
    requests.request_rerun(RerunData(page_script_hash="left", fragment_id="part", is_auto_rerun=True))
    data = requests.on_scriptrunner_ready().rerun_data
    return [data.page_script_hash, data.query_string, data.fragment_id_queue]


if __name__ == "__main__":
    play(scene)
