"""The wire: every command, event, ack and view as a type; everything else (schemas, docs, clients) is derived from here."""

VERSION = 1
"""The protocol version a client names in its connect auth. Raised when an old client could misread a new server."""
