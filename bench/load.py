"""A closed-loop load generator: open connections that each send the next request when the last one is answered.

It is a process of its own, so that its cost is not the server's. Requests are built before the clock starts, and of an
answer only status and length are read.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any

CONNECTIONS = 8


def request(text: str) -> bytes:
    """Return the whole request for a mention."""
    body = json.dumps({"mention": text}, ensure_ascii=False).encode()
    head = f"POST /resolve HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


async def _client(host: str, port: int, requests: Iterator[bytes], end: float, taken: list[float]) -> None:
    """Send requests over one connection until the time is up."""
    reader, writer = await asyncio.open_connection(host, port)
    while perf_counter() < end:
        began = perf_counter()
        writer.write(next(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"The server answered {head[:60]!r}.")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        taken.append(perf_counter() - began)
    writer.close()
    await writer.wait_closed()


async def run(address: str, texts: list[str], seconds: float) -> dict[str, Any]:
    """Send mentions in turns for `seconds`; return the number of requests, the rate, and p50 and p99 in seconds."""
    host, _, port = address.rpartition(":")
    requests = cycle([request(text) for text in texts])
    taken: list[float] = []
    began = perf_counter()
    clients = (_client(host, int(port), requests, began + seconds, taken) for _ in range(CONNECTIONS))
    await asyncio.gather(*clients)
    whole = perf_counter() - began
    ordered = sorted(taken)
    return {
        "requests": len(taken),
        "per_second": len(taken) / whole,
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[len(ordered) * 99 // 100],
    }


def main() -> None:
    """Read the arguments ADDRESS MENTIONS SKIP SECONDS and print the result. SKIP is the first mention to send."""
    address, file, skip, seconds = sys.argv[1:]
    texts = json.loads(Path(file).read_text(encoding="utf-8"))
    begin = int(skip) % len(texts)
    ordered = list(islice(cycle(texts), begin, begin + len(texts)))
    print(json.dumps(asyncio.run(run(address, ordered, float(seconds)))))  # noqa: T201 -- the answer


if __name__ == "__main__":
    main()
