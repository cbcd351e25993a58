"""What must outlive a request and a process: the keys of writes and how each ended, and who wrote where.

And what workers share or count together, which can be done without: documents, quotas."""
