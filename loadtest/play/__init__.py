"""One run: a crowd let loose on a deployment, what breaks on the way, what it cost, and whether the laws held."""
