"""The top floor: puts the house together, starts it, serves it, says whether it is well."""
