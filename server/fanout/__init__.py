"""How a committed fact is told: who hears of it, what each of them sees, and what to do when telling failed."""
