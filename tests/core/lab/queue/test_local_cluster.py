"""The worker process of this machine: it takes work from the process that started it, and from no other."""

import importlib
import os
import subprocess
import sys

import pytest

from digitcore.lab.queue import certificates

STRANGER = """
import sys
from distributed import Client, Security

address, account = sys.argv[1:]
if account:
    import os
    import pwd

    nobody = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    print("as", pwd.getpwuid(os.geteuid()).pw_name)
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


def asked(scheduler, account):
    done = subprocess.run(
        [sys.executable, "-c", STRANGER, scheduler, account], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_another_process_is_refused_whatever_it_brings(scheduler):
    assert scheduler.startswith("tls://")
    assert asked(scheduler, "") == ["plain refused", "own certificate refused"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can become another account of the machine",
)
def test_another_account_of_the_machine_is_refused(scheduler):
    assert asked(scheduler, "nobody") == ["as nobody", "plain refused", "own certificate refused"]
