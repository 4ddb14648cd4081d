"""What the site does, one use case family a file: rules and transactions, no HTTP."""
