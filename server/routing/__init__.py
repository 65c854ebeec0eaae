"""Who gets which conversation, when, and why."""
