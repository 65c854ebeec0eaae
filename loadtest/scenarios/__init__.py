"""What a day can bring: who comes when, how they behave, and what breaks in the middle."""
