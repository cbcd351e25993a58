"""Answers: which questions exist, whom we ask, what they say, how that becomes our nouns."""
