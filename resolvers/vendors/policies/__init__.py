"""What stands around a call to a backend, one policy a module; `vendors/upstream.py` puts them together."""
