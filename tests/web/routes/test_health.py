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
from select import select

import pytest

from polyonym.web.http.dispatch import SHORT


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
    mention = "Noor ul-Haq Ulumi and Mohammad Omar Safi of Kunduz and the Islamic State of Iraq and the Levant " * 9
    body = json.dumps({"mentions": [f"{number} {mention}" for number in range(1000)]})
    taken = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- the program under test
        address = next(found[1] for line in process.stdout if (found := re.search("http://([^/]+)/", line)))
        with (
            closing(HTTPConnection(address, timeout=20)) as batch,
            closing(HTTPConnection(address, timeout=20)) as check,
        ):
            batch.request("POST", "/resolve/batch", body, {"Content-Type": "application/json"})
            # An answer that has come can be read; as long as there is none, the batch is running.
            while len(taken) < 20 and not select([batch.sock], [], [], 0.02)[0]:
                began = time.perf_counter()
                check.request("GET", "/healthz")
                assert check.getresponse().read() == b'{"status":"ok"}'
                taken.append(time.perf_counter() - began)
        process.kill()
    assert len(taken) > 3, "The batch was over too soon to say anything."
    # Some twenty milliseconds on an idle machine; on the event loop it would be as long as the batch takes.
    assert max(taken) < 1.0
