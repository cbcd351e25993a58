"""Resolves every field of the graph: plans the calls to backends, merges their answers, and performs writes."""
