"""Load on a server: several connections that are kept open, each sending its next request when it has its answer.

Run as a process of its own, so that what it costs is not the server's. It speaks no more HTTP than it needs: the
requests are put together before the clock starts, and of an answer it reads the status and the length.
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
    """Send mentions round and round for so long; return the requests a second and the time that each took."""
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
    """Read ADDRESS MENTIONS SKIP SECONDS, and print what came of it: SKIP says where in the file to begin."""
    address, file, skip, seconds = sys.argv[1:]
    texts = json.loads(Path(file).read_text(encoding="utf-8"))
    begin = int(skip) % len(texts)
    ordered = list(islice(cycle(texts), begin, begin + len(texts)))
    print(json.dumps(asyncio.run(run(address, ordered, float(seconds)))))  # noqa: T201 -- the answer


if __name__ == "__main__":
    main()
