"""What must be true of every run, whoever drives it: the tests, the load, the faults. Laws are plain functions."""
