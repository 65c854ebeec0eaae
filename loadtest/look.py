"""How pages of this package look: one column, no network, light and dark, as wide as a phone."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --pale: #5b6570; --line: #d5dae0; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --pale: #9aa5b1; --line: #3a424c; --paper: #14181d } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 780px; padding: 0 1rem;
  color: var(--ink); background: var(--paper) }
svg { width: 100%; height: auto } text { font-size: 12px; fill: var(--ink) } .pale { fill: var(--pale); color: var(--pale) }
table { border-collapse: collapse; width: 100% } th, td { text-align: right; padding: .2rem .5rem;
  border-bottom: 1px solid var(--line) } th:first-child, td:first-child { text-align: left }
"""
