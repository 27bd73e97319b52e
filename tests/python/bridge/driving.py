"""How a worker drives a session of the bridge: JSON and bytes in, JSON and bytes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mnist1d_lab import bridge

Message = dict[str, Any]


def advance(session: bridge.Session, budget_ms: float, **how: bool) -> list[Message]:
    """One turn; each message with its buffer's bytes in it, copied as the page copies them."""
    text, buffers = session.advance(budget_ms, **how)
    messages: list[Message] = json.loads(text)
    for message in messages:
        if "buffer" in message:
            message["bytes"] = bytes(buffers[message["buffer"]])
    return messages


def drive(session: bridge.Session, budget_ms: float = 1.0) -> Iterator[Message]:
    while True:
        for message in advance(session, budget_ms):
            yield message
            if message["kind"] == "finished":
                return
