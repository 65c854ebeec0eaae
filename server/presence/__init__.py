"""Which agents are connected, and what happens when they vanish."""
