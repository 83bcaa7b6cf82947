"""What a page's own script asks for: a POST with JSON, answered with JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posturecheck.core import InputError

LONGEST_ASKED_BYTES = 16_384


def answering(act: Callable[[Any], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers: 200, or 400 with the one line of what is wrong."""

    async def answer(request: Request) -> Response:
        try:
            value = await asked_json(request)
            return JSONResponse(await asyncio.to_thread(act, value))
        except InputError as error:
            return JSONResponse({"trouble": str(error)}, 400)

    return answer


async def asked_json(request: Request) -> Any:
    """Return what was asked for.

    Raises:
        InputError: It is no JSON, or too much of it.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_ASKED_BYTES:
            raise InputError("expected less; the page asked for too much at once")
    try:
        return json.loads(body or b"null")
    except (ValueError, RecursionError) as error:
        raise InputError("expected JSON") from error
