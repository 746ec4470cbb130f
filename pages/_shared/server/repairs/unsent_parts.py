"""What a run has said is sent, also when a part of the page is run again before that.

When a fragment is run, Streamlit drops what an earlier run has said in it and has not sent yet, for it comes anew. With that
goes the container of the fragment, and what stands behind it in the page is sent before it: the browser finds no place for
it, and the whole page breaks ("Bad delta path index"). Here all is sent in its order; what comes later stands behind it.
"""

from __future__ import annotations

from typing import Any

from pages._shared.server.repairs.repair import Repair

_QUEUE = "streamlit.runtime.forward_msg_queue"


def _apply() -> None:
    from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

    clear = ForwardMsgQueue.clear

    def clear_for_a_page_alone(
        queue: Any, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        if fragment_ids_this_run is None:
            clear(queue, retain_lifecycle_msgs)
        else:
            queue._delta_index_map = {}  # what comes now is not written over what is still to be sent

    ForwardMsgQueue.clear = clear_for_a_page_alone  # type: ignore[method-assign]


# It is dropped so that it is not written over, which the other line above prevents too:
# https://github.com/streamlit/streamlit/pull/9381
REPAIR = Repair(
    "on a busy server, a timer may break the page on which it is",
    (f"{_QUEUE}:ForwardMsgQueue.clear", f"{_QUEUE}:ForwardMsgQueue._delta_index_map"),
    _apply,
)
