"""The states of a run as people see them: a sign and a word."""

STATES = {
    "queued": (":material/hourglass_top:", "waiting"),
    "running": (":material/play_circle:", "learning"),
    "paused": (":material/pause_circle:", "paused"),
    "finished": (":material/check_circle:", "finished"),
    "stopped": (":material/stop_circle:", "stopped"),
    "interrupted": (":material/error:", "interrupted"),
    "failed": (":material/error:", "failed"),
}
