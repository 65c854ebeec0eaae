"""The nouns of customer service and the rules of their change: frozen values, no I/O."""
