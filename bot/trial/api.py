"""One call of the Bot API: decode, check against the specification, carry out, record, answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from bot.trial import spec
from bot.trial.chats import Json, Upload
from bot.trial.errors import CARRIED_OUT, ApiError, BadRequestError, Fault, FaultKind
from bot.trial.methods import HANDLERS
from bot.trial.world import Call, World

HTML_BODY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
NAMES = {name.casefold(): name for name in spec.METHODS}


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; ``fault`` tells the doors to break the connection instead."""

    code: int
    body: bytes
    fault: Fault | None = None


async def answer(
    world: World, method: str, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None
) -> Reply:
    """Answer one call of the Bot API.

    Args:
        world: The stand-in that takes it.
        method: For instance ``sendMessage``; upper and lower case do not matter.
        values: Parameters as the wire carries them: text, or JSON values.
        uploads: Files of a multipart body by part name.
    """
    uploads = uploads or {}
    name = NAMES.get(method.casefold(), method)
    fault = world.next_fault(name)
    if fault is not None and fault.kind not in CARRIED_OUT:
        _record(world, Call(name, dict(values), uploads, world.clock(), error=fault.description, fault=fault))
        return _faulty(fault)
    params: Json = dict(values)
    try:
        params = _decoded(world, name, values, uploads)
        result = await _carry_out(world, name, params, uploads)
    except ApiError as error:
        _record(world, Call(name, params, uploads, world.clock(), error=error.description))
        return refusal(error)
    _record(world, Call(name, params, uploads, world.clock(), result, fault=fault))
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()
    return Reply(200, body) if fault is None else _broken(fault, body)


def refusal(error: ApiError) -> Reply:
    """Return the answer to a refused call."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Reply(error.code, json.dumps(body, ensure_ascii=False).encode())


def _decoded(world: World, method: str, values: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Json:
    if method not in spec.METHODS:
        world.violations.append(f"{method} is no method of the stand-in")
        raise ApiError(404, "Not Found")
    sent = {name: f"attach://{name}" for name in uploads if name in spec.METHODS[method]}
    params = spec.decode_call(method, {**sent, **values})
    problems = list(spec.call_problems(method, params))
    if problems:
        world.violations += problems
        raise BadRequestError(f"{problems[0]} (found by the stand-in)")
    return params


async def _carry_out(world: World, method: str, params: Json, uploads: Mapping[str, Upload]) -> Any:
    if method != "getUpdates":
        return HANDLERS[method](world, params, uploads)
    names = {"offset": "offset", "limit": "limit", "timeout": "wait_s", "allowed_updates": "allowed"}
    return await world.updates.get(**{names[name]: value for name, value in params.items()})


def _record(world: World, call: Call) -> None:
    call = replace(call, result=deepcopy(call.result))  # messages change, what was answered does not
    (world.polls if call.method == "getUpdates" else world.calls).append(call)


def _faulty(fault: Fault) -> Reply:
    if fault.kind is FaultKind.ANSWER:
        return refusal(ApiError(fault.code, fault.description, fault.parameters))
    return Reply(fault.code, HTML_BODY, None if fault.kind is FaultKind.HTML_BODY else fault)


def _broken(fault: Fault, body: bytes) -> Reply:
    if fault.kind is FaultKind.TRUNCATED:
        return Reply(200, body[: len(body) // 2])
    if fault.kind is FaultKind.LOST_BAD_GATEWAY:
        return Reply(502, HTML_BODY)
    return Reply(200, body, fault)
