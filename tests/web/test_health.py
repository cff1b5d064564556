from __future__ import annotations


def test_a_living_service_says_so(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_ready_service_names_its_gazetteer(client, snapshot):
    assert client.get("/readyz").json() == {"status": "ready", "gazetteer": snapshot.fingerprint}


def test_a_health_check_does_not_wait_for_work(serve, make):
    """Hold every thread of the pool in a resolution; the check runs on the event loop and answers all the same."""
    import threading
    from concurrent.futures import ThreadPoolExecutor

    engine = make("- {id: one, type: person, name: Somebody}\n")
    release = threading.Event()

    def held(*_, **__):
        release.wait(20)
        return resolve("Somebody")

    resolve, engine.resolve = engine.resolve, held
    with serve(engine) as client, ThreadPoolExecutor(50) as pool:
        busy = [pool.submit(client.post, "/resolve", json={"mention": "Somebody"}) for _ in range(50)]
        try:
            assert client.get("/healthz").status_code == 200
            assert client.get("/readyz").status_code == 200
            assert not any(request.done() for request in busy)
        finally:
            release.set()
        assert all(request.result().status_code == 200 for request in busy)
