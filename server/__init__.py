"""Tradewind: customer service for cross-border commerce, as one server."""
