"""TypeScript types of the wire, from the same schemas."""

from server.domain.errors import CODES
from server.domain.verdict import Action
from server.protocol import VERSION
from server.protocol.catalog import COMMANDS, DOORS, EVENTS, Door
from server.protocol.schema import Schema, components

PREFIX = "#/"
SCALARS = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def typescript() -> str:
    """The whole generated file, ready to be written."""
    named = components(PREFIX)
    lines = [
        "// Generated from server/protocol by `python -m server.protocol.export`. Do not edit.",
        f"export const VERSION = {VERSION} as const;",
        "",
        "export const RETRY: Readonly<Record<string, boolean>> = {",
        *(f"  {code}: {str(row.retry).lower()}," for code, row in CODES.items()),
        "};",
        "",
        "/** The names of `Action`, by number. */",
        "export const ACTIONS = [" + ", ".join(f'"{action.name}"' for action in Action) + "] as const;",
        "",
    ]
    for name, schema in named.items():
        lines += _declare(name, schema)
    for door in DOORS:
        lines += _tables(door)
    return "\n".join(lines)


def _declare(name: str, schema: Schema) -> list[str]:
    doc = schema.get("description")
    head = [f"/** {doc} */".replace("\n", " ")] if doc else []
    if schema.get("type") == "object" and "properties" in schema:
        fields = [
            f"  {key}{'' if key in schema.get('required', []) else '?'}: {_type(value)};"
            for key, value in schema["properties"].items()
        ]
        return [*head, f"export interface {name} {{", *fields, "}", ""]
    return [*head, f"export type {name} = {_type(schema)};", ""]


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(PREFIX)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(option) for option in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(_literal(value) for value in schema["enum"])
    if "const" in schema:
        return _literal(schema["const"])
    if schema.get("type") == "array":
        return f"readonly ({_type(schema.get('items', {}))})[]"
    if schema.get("type") == "object":
        if schema.get("properties") == {}:
            return "Record<string, never>"
        return f"Readonly<Record<string, {_type(schema.get('additionalProperties') or {})}>>"
    return SCALARS.get(str(schema.get("type")), "unknown")


def _literal(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is not None else "null"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _tables(door: Door) -> list[str]:
    title = door.capitalize()
    commands = [row for row in COMMANDS if door in row.answers]
    told = [event for event in EVENTS if door in event.types]
    return [
        f"/** What a {door} may ask, and the answer. */",
        f"export interface {title}Commands {{",
        *(f'  "{row.name}": {{ ask: {row.ask.__name__}; ack: {row.answers[door].__name__} }};' for row in commands),
        "}",
        "",
        f"/** What a {door} is told. */",
        f"export interface {title}Events {{",
        *(f'  "{event.name}": {event.types[door].__name__};' for event in told),
        "}",
        "",
        f"export const {door.upper()}_DURABLE: readonly string[] = [",
        *(f'  "{event.name}",' for event in told if event.durable),
        "];",
        "",
    ]
