"""How a failure is logged: where it happened, never what was said."""

import asyncio
import logging
import traceback

FAILURES = (Exception, asyncio.CancelledError)
"""What may come out of an owner's code: also a cancellation that it met elsewhere."""


def report(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log the kind of an error and its place; its text is left out, for it may quote someone's words."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s: %s\n%s", what, type(error).__name__, where)


def spare(error: BaseException) -> None:
    """Raise a cancellation again when it is this task that is cancelled; any other is a failure like the rest."""
    task = asyncio.current_task()
    if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
        raise error
