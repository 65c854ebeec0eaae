"""Who is who at the door: from a proof (token, cookie, ticket) to an actor. Whatever fails here refuses."""
