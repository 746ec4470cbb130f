"""The worker process of this machine: it takes work from the process that started it, and from no other."""

import importlib
import subprocess
import sys

import pytest

from digitcore.lab.queue import certificates

STRANGER = """
import sys
from distributed import Client, Security

address = sys.argv[1]
attempts = {"plain": (address.replace("tls://", "tcp://"), None), "own certificate": (address, Security.temporary())}
for name, (scheduler, security) in attempts.items():
    try:
        Client(scheduler, security=security, timeout=2)
    except OSError:
        print(name, "refused")
"""


@pytest.fixture(scope="module")
def scheduler():
    """The address of a local cluster's scheduler; it has no worker, which only takes time to start."""
    distributed = importlib.import_module("distributed")
    security = certificates.temporary()
    with distributed.LocalCluster(
        n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", security=security
    ) as local:
        yield local.scheduler_address


def test_another_process_is_refused_whatever_it_brings(scheduler):
    assert scheduler.startswith("tls://")
    asked = subprocess.run(
        [sys.executable, "-c", STRANGER, scheduler], check=False, capture_output=True, text=True
    )
    assert asked.stdout.splitlines() == ["plain refused", "own certificate refused"], asked.stderr
