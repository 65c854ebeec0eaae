"""Teaches the model of `server/compliance/classifier.py` from `training/texts` and the sets that the rules were written with."""
