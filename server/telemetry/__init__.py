"""What the operator sees: metrics and structured logs, neither of which ever holds anybody's words."""
