"""Structured logs: JSON lines for machines, short lines for a terminal. Message bodies have no way in."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FORBIDDEN = frozenset({"text", "body", "payload", "email", "name", "password", "token", "comment", "ticket"})


def start_logs(*, level: str = "INFO", plain: bool = False) -> None:
    """Set up logging for the process. `plain` is for terminals."""
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    for noisy in ("uvicorn.access", "httpx", "httpx2", "aiosqlite", "sqlalchemy.engine", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop the fields that could hold a person's words or secrets, whoever put them there (ASVS 5.0, 16.2.5)."""
    for key in FORBIDDEN & event.keys():
        event[key] = "[withheld]"
    return event
