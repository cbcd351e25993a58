"""How a process starts, takes another configuration, and ends; alone or as one of several workers."""
