"""How people behave: what the scenarios differ in."""

from msgspec import Struct


class Manner(Struct, frozen=True, kw_only=True):
    """Shares are of people or of messages, 0 to 1; `every`, `answers`, `sleep` and `deaf_for` are mean seconds.

    `talking`: shoppers who write at all. `every`: between two things a shopper says. `answers`: from reading to sending, of
    an agent. `exchanges`: answers after which an agent closes. `reloads`, `sleeps`: times a minute that a page is loaded
    again, or a phone is put away for `sleep`. `deaf`: shoppers who stop reading their line for `deaf_for` now and then.
    """

    talking: float = 0.3
    every: float = 20.0
    answers: float = 6.0
    exchanges: int = 4
    typing: float = 0.7
    reloads: float = 0.015
    sleeps: float = 0.02
    sleep: float = 8.0
    two_tabs: float = 0.1
    uploads: float = 0.02
    notes: float = 0.15
    deaf: float = 0.0
    deaf_for: float = 20.0
