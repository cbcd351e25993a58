"""Authentication and authorisation: credentials, scopes, quotas and client addresses."""
