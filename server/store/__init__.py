"""Everything that must survive. The only room that speaks SQL; SQLite and PostgreSQL by the same code."""
