"""Readers return one backend's rows in list order: sorted by the vendor, derived from creation, or sorted here."""
