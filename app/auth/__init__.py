"""Authentication and authorisation: callers, their credentials, scopes and addresses."""
