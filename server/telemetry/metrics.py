"""Prometheus metrics, spelled once. Labels are of bounded kinds, never ids or words."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

from server.telemetry.tallies import Count, Counts, Spread, Spreads

FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

COMMANDS = Counts("tradewind_commands_total", "Commands answered", ["name", "result"])
COMMAND_SECONDS = Spreads("tradewind_command_seconds", "From frame to ack", ["name"], FAST)
STAGE = Spreads("tradewind_stage_seconds", "Pipeline stages", ["stage"], FAST)
COMMITS = Counter("tradewind_commits_total", "Transactions of the writer")
COMMITTED = Counter("tradewind_committed_total", "Verbs in those transactions")
WAITING = Gauge("tradewind_writer_waiting", "Verbs in line for the writer")
RELAYED = Counter("tradewind_relayed_total", "Conversations whose followers the relay had to tell")
VERDICTS = Counts("tradewind_verdicts_total", "Verdicts on messages", ["action"])
TRANSLATIONS = Counter("tradewind_translations_total", "Translations by outcome", ["result"])
LETTERS = Counter("tradewind_letters_total", "Answers and links by e-mail, by what the mail server said", ["result"])
ASSIGNED = Counter("tradewind_assigned_total", "Conversations given to an agent", ["step"])
WEBHOOKS = Counter("tradewind_webhooks_total", "Tries to tell a webhook, by outcome", ["result"])
PUSHES = Counter("tradewind_pushes_total", "Notices to agents' browsers, by outcome", ["result"])
STOPPED = Counter("tradewind_csp_reports_total", "What browsers had to stop on our pages", ["directive"])
SOCKETS = Gauge("tradewind_sockets", "Open Engine.IO sessions")
TASKS = Gauge("tradewind_tasks", "Tasks of the event loop")
QUEUED_BYTES = Gauge("tradewind_socket_queued_bytes", "Bytes waiting for slow readers")
LOOP_LAG = Histogram("tradewind_loop_lag_seconds", "How late the event loop is", buckets=FAST)
REDIS_UP = Gauge("tradewind_redis_up", "Whether Redis answers")


@cache
def answered(name: str, result: str) -> Count:
    """The counter of one command's answers of one kind."""
    return COMMANDS.labels(name, result)


@cache
def took(name: str) -> Spread:
    """The seconds of one command."""
    return COMMAND_SECONDS.labels(name)


@cache
def stage(name: str) -> Spread:
    """The seconds of one stage of the pipeline."""
    return STAGE.labels(name)


@cache
def verdict(action: str) -> Count:
    """The verdicts of one kind."""
    return VERDICTS.labels(action)
