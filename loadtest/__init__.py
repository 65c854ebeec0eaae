"""Tradewind under load: the commands that play many people and judge what came of it."""
