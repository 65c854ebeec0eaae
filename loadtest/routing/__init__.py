"""The router judged as a scheduler: a week of customers, a roster, rival policies, and the best that anybody could do."""
