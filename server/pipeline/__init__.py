"""How a message is judged on its way in: stages one can read, with budgets and a rule for each one's failure."""
