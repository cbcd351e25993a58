"""Serves: the process, its configuration, the HTTP edge, who may ask, how much, what we report about ourselves."""
