"""What must outlive a request and a process: the keys of writes and how each ended, and who wrote where."""
