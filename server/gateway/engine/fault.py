"""How a failure is logged: where it happened, never what was said."""

import logging
import traceback


def report(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log the kind of an error and its place; its text is left out, for it may quote someone's words."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s: %s\n%s", what, type(error).__name__, where)
