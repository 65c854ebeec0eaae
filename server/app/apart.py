"""Pure computing that takes seconds, in a process of its own."""

import asyncio
import sys
import tempfile
from asyncio.subprocess import PIPE

import structlog

from server.domain.errors import Refusal
from server.settings import ROOT

log = structlog.get_logger()


async def apart(module: str, given: bytes, seconds: float, what: str) -> bytes:
    """What `python -m module` answers to this. Refuses `too_large` when it takes too long; `what` names it in errors.

    What is given goes by file: a pipe's end may close before all is written.
    """
    with tempfile.TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, cwd=ROOT, stdin=file, stdout=PIPE, stderr=PIPE
        )
    try:
        async with asyncio.timeout(seconds):
            said, complained = await process.communicate()
    except TimeoutError:
        raise Refusal("too_large", "since") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.error(f"{what}.failed", returncode=process.returncode, error=complained.decode(errors="replace")[-500:])
        raise Refusal("internal", what)
    return said
