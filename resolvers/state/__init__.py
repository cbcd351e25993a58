"""What outlives a request: idempotency records and write counters, which must not be lost.

Also what workers share but can do without: persisted documents, rate limits and vendors' quotas.
"""
