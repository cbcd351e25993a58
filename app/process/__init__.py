"""A process: how it starts, reloads its configuration, and shuts down, alone or as one of several workers."""
