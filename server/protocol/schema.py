"""JSON Schema of every type on the wire (draft 2020-12), from the types themselves."""

from typing import Any

import msgspec

from server.protocol import VERSION, acks
from server.protocol.catalog import COMMANDS, DOORS, EVENTS, Door, Told

Schema = dict[str, Any]


def wire_types() -> list[type[msgspec.Struct]]:
    """Every type that crosses the wire, each once, in catalog order."""
    seen: dict[type[msgspec.Struct], None] = {}
    for row in COMMANDS:
        seen.update(dict.fromkeys((row.ask, *row.answers.values())))
    for told in EVENTS:
        seen.update(dict.fromkeys(told.types.values()))
    seen[acks.Refused] = None
    return list(seen)


def components(prefix: str = "#/components/schemas/") -> dict[str, Schema]:
    """All schemas by name, referring to each other under `prefix`."""
    types = wire_types()
    _, named = msgspec.json.schema_components(types, ref_template=prefix + "{name}")
    asked = {row.ask.__name__ for row in COMMANDS} | {"Content", "Page", "Person"}
    for name, schema in named.items():
        if name not in asked:
            _always_there(schema)
    return dict(sorted(named.items()))


def _always_there(schema: Schema) -> None:
    """What the server sends always holds its defaulted fields; only those it may leave unset are optional."""
    fields = schema.get("properties", {})
    given = [name for name, field in fields.items() if "default" in field or name in schema.get("required", ())]
    if given:
        schema["required"] = given


def ref(type_: type[msgspec.Struct], prefix: str = "#/components/schemas/") -> Schema:
    """A reference to one type's schema."""
    return {"$ref": prefix + type_.__name__}


def asyncapi() -> Schema:
    """The sockets as an AsyncAPI 3.0 document: a channel for each namespace, an operation for each command and event."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tradewind sockets",
            "version": str(VERSION),
            "description": "Socket.IO v5 over Engine.IO v4.",
        },
        "channels": {door: _channel(door) for door in DOORS},
        "operations": {name: op for door in DOORS for name, op in _operations(door).items()},
        "components": {"schemas": components()},
    }


def _channel(door: Door) -> Schema:
    messages: dict[str, Schema] = {}
    for row in COMMANDS:
        if door in row.answers:
            messages[row.name] = {"name": row.name, "payload": ref(row.ask)}
            messages[f"{row.name}.ack"] = {"payload": {"oneOf": [ref(row.answers[door]), ref(acks.Refused)]}}
    for told in _told(door):
        messages[told.name] = {"name": told.name, "payload": ref(told.types[door])}
    return {"address": f"/{door}", "messages": messages}


def _operations(door: Door) -> Schema:
    found: Schema = {}
    for row in COMMANDS:
        if door in row.answers:
            found[f"{door}.{row.name}"] = {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{door}"},
                "summary": (row.ask.__doc__ or "").strip(),
                "messages": [_message(door, row.name)],
                "reply": {"messages": [_message(door, f"{row.name}.ack")]},
            }
    for told in _told(door):
        found[f"{door}.{told.name}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{door}"},
            "messages": [_message(door, told.name)],
        }
    return found


def _told(door: Door) -> list[Told]:
    return [told for told in EVENTS if door in told.types]


def _message(door: Door, name: str) -> Schema:
    return {"$ref": f"#/channels/{door}/messages/{name}"}
