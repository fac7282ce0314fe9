"""Who may do what: the one-time link, accounts, sessions, roles."""
