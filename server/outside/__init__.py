"""The only way to an address a stranger chose. Everything that opens such a connection goes through `SafeFetch`."""
