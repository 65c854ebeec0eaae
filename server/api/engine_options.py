"""From a form to an engine's options, which lie sealed, and from them to what may be shown."""

import msgspec
from msgspec import UNSET

from server.api import translation_forms as f
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.store.engines import EngineRow
from server.translation.engines import EngineError
from server.translation.engines.kinds import KINDS, PAID, AnyOptions, engine
from server.translation.engines.wire import Answered, Call

FIELDS = ("url", "model", "key")


def made(kind: str, given: dict[str, str]) -> str:
    """The options as JSON. Refuses `bad_request` with the name of what is missing, too much, or cannot be."""
    shape = next(each for each in KINDS if each.__struct_config__.tag == kind)
    known = {field.name: field for field in msgspec.structs.fields(shape)}
    told = {name: value for name, value in given.items() if value}
    for name in FIELDS:
        if name in told and name not in known:
            raise Refusal("bad_request", name)
        if name in known and known[name].required and name not in told:
            raise Refusal("bad_request", name)
    try:
        options: AnyOptions = msgspec.convert(told | {"type": kind}, shape)
        engine(options, _nobody, SystemClock())
    except ValueError:
        raise Refusal("bad_request", "key") from None
    return msgspec.json.encode(options).decode()


def changed(row: EngineRow, ask: f.ChangeEngine) -> dict[str, str]:
    """New options, as JSON, where the form touches them; a kind stays what it is."""
    told = {name: value for name in FIELDS if (value := getattr(ask, name)) is not UNSET}
    if not told:
        return {}
    before = _read(row)
    if not before:
        raise Refusal("bad_state", "options")
    return {"options": made(before["type"], {name: str(before.get(name, "")) for name in FIELDS} | told)}


def card(row: EngineRow) -> f.EngineCard:
    """What may be shown: never a key."""
    options = _read(row)
    kind = options.get("type", "")
    return f.EngineCard(
        id=row.id,
        name=row.name,
        kind=kind,
        own=True,
        paid=kind in PAID,
        active=row.active,
        pairs=row.pairs,
        url=options.get("url", ""),
        model=options.get("model", ""),
        keyed=bool(options.get("key")),
        lost=not options,
    )


def _read(row: EngineRow) -> dict[str, str]:
    return dict(msgspec.json.decode(row.options)) if row.options else {}


async def _nobody(_call: Call) -> Answered:
    raise EngineError("unreachable")
