"""Names: what an order is, what it is called, what may be null. Imports nothing of ours."""
