"""What the scene waits for in a page, and the page in a scene."""

import threading

begun, may_end, leads_on = threading.Event(), threading.Event(), threading.Event()
