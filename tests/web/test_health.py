from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

import pytest

from polyonym.web.pace import SHORT


def test_a_living_service_says_so(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_ready_service_names_its_gazetteer(client, snapshot):
    assert client.get("/readyz").json() == {"status": "ready", "gazetteer": snapshot.fingerprint}


def test_a_health_check_does_not_wait_for_work(serve, make):
    """Hold every thread of the pool in a long resolution; the check runs on the event loop and answers all the same."""
    engine = make("- {id: one, type: person, name: Somebody}\n")
    release = threading.Event()

    def held(*_, **__):
        release.wait(20)
        return resolve("Somebody")

    resolve, engine.resolve = engine.resolve, held
    long = {"mention": "Somebody " * SHORT}
    with serve(engine) as client, ThreadPoolExecutor(50) as pool:
        busy = [pool.submit(client.post, "/resolve", json=long) for _ in range(50)]
        try:
            assert client.get("/healthz").status_code == 200
            assert client.get("/readyz").status_code == 200
            assert not any(request.done() for request in busy)
        finally:
            release.set()
        assert all(request.result().status_code == 200 for request in busy)


@pytest.mark.slow
def test_health_checks_are_answered_while_a_batch_of_a_thousand_long_mentions_runs(bundled):
    command = [sys.executable, "-m", "polyonym", "serve", "--port", "0", "--gazetteer", bundled]
    mention = "Noor ul-Haq Ulumi and Mohammad Omar Safi of Kunduz and the Islamic State of Iraq and the Levant "
    body = json.dumps({"mentions": [f"{mention}{number}" for number in range(1000)]})
    taken = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- the program under test
        address = next(found[1] for line in process.stdout if (found := re.search("http://([^/]+)/", line)))
        with (
            closing(HTTPConnection(address, timeout=20)) as batch,
            closing(HTTPConnection(address, timeout=20)) as check,
        ):
            batch.request("POST", "/resolve/batch", body, {"Content-Type": "application/json"})
            for _ in range(20):
                time.sleep(0.05)
                began = time.perf_counter()
                check.request("GET", "/healthz")
                assert check.getresponse().read() == b'{"status":"ok"}'
                taken.append(time.perf_counter() - began)
            batch.sock.settimeout(0)
            with pytest.raises(BlockingIOError):
                batch.sock.recv(1)  # no answer yet: the batch was running all the time
        process.kill()
    # Some twenty milliseconds on an idle machine; on the event loop the batch would take as long as it takes.
    assert max(taken) < 1.0
