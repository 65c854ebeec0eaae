"""The clock: what happens because time passes, and because something was not told."""
