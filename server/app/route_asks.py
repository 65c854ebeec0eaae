"""What may be asked of `python -m server route`; apart, so that no other command waits for what answers it."""

import argparse


def add_route(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own commands."""
    route = commands.add_parser("route", help="what the router obeys, did, and would have done")
    asks = route.add_subparsers(dest="ask", required=True)
    rules = asks.add_parser("rules", help="print today's rules as JSON, to be edited and played")
    played = asks.add_parser("replay", help="play stored traffic under other rules or with other people")
    told = asks.add_parser("explain", help="say who had a conversation, and why")
    told.add_argument("conversation_id")
    for ask in (rules, played):
        ask.add_argument("--workspace", default="", metavar="SLUG", help="which desk; not needed when there is one")
    played.add_argument("--since", required=True, help="7d, 12h, or 2026-11-22T08:00 (UTC unless it says otherwise)")
    played.add_argument("--until", default="", help="the same; now unless it is given")
    played.add_argument("--rules", default="", metavar="FILE", help="other rules: JSON as `rules` prints it, or TOML")
    played.add_argument("--roster", default="", metavar="FILE", help='other people: {"agents": [{"id": ..., ...}]}')
    played.add_argument("--most", type=int, help="conversations at most; of more the newest are taken")
    played.add_argument("--json", action="store_true", help="print everything for a program")
