"""The HTTP edge: login, the commands' second way in, files, health, documents, pages."""
