"""People as correct as the protocol asks, and as patient, hasty and forgetful as people are."""
