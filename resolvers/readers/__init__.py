"""How one backend's rows are read in the list's order, page by page: sorted by the vendor, by creation, or by us."""
