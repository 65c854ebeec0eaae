"""The verbs of tickets, one file each; and the clerk, who opens them for rules and tells conversations of them."""
