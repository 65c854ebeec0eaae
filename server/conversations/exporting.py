"""Everything about one person in one file that they can be given: a ZIP with `person.json` and their files."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from server.conversations.erasing import Tools
from server.domain.errors import Refusal
from server.domain.people import Customer
from server.store.blobs import key_of
from server.store.files import File
from server.store.persons import Persons

_UNSAFE = re.compile(r"[^\w.-]+")


async def export_person(tools: Tools, persons: Persons, customer: Customer, into: Path) -> int:
    """Write the ZIP; answers how many files are in it. What a store has lost is named in `person.json` as missing."""
    files = await persons.files(customer.workspace_id, customer.id)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        missing = [file.id for file in files if not await _copied(tools, file, archive)]
        about = await persons.about(customer) | {"exportedAt": tools.clock.now(), "missingFiles": missing}
        about["files"] = [_told(file) for file in files]
        about["conversations"] = [each async for each in persons.conversations(customer)]
        archive.writestr("person.json", msgspec.json.format(msgspec.json.encode(about), indent=2))
    return len(files) - len(missing)


async def _copied(tools: Tools, file: File, archive: zipfile.ZipFile) -> bool:
    try:
        opened = await tools.blobs.open(key_of(file.id, file.sha256))
    except Refusal as refusal:
        if refusal.retry:
            raise
        return False
    with archive.open(zipfile.ZipInfo(place_of(file)), "w", force_zip64=True) as entry:
        write: Callable[[bytes], Any] = entry.write
        async for chunk in opened.chunks:
            write(chunk)
    return True


def place_of(file: File) -> str:
    """Where it lies in the ZIP: no name of a stranger's leads out of the folder."""
    return f"files/{file.id}-{_UNSAFE.sub('_', file.name)[-80:].lstrip('.') or 'file'}"


def _told(file: File) -> dict[str, Any]:
    return {
        "id": file.id,
        "conversationId": file.conversation_id,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "sha256": file.sha256,
        "place": place_of(file),
    }
