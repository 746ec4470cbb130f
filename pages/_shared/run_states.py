"""The states of a run as people see them: a sign and a word."""

from digitcore.languages import gettext_noop

STATES = {
    "queued": (":material/hourglass_top:", gettext_noop("waiting")),
    "running": (":material/play_circle:", gettext_noop("learning")),
    "paused": (":material/pause_circle:", gettext_noop("paused")),
    "finished": (":material/check_circle:", gettext_noop("finished")),
    "stopped": (":material/stop_circle:", gettext_noop("stopped")),
    "interrupted": (":material/error:", gettext_noop("interrupted")),
    "failed": (":material/error:", gettext_noop("failed")),
}
