"""From the table of routes to an application that a server runs."""
