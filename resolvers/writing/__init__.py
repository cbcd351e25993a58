"""Creating, updating and deleting orders: one idempotency key makes at most one order, and every outcome is true."""
