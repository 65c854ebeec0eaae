"""What `./dev check` holds the repository to; each check also runs on its own."""
