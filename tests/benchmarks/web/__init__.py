"""`make bench-web`: what the site's pages weigh, ask of the database, and how fast they come."""
