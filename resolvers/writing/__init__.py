"""How orders are written so that one key never makes two, and the caller is told the truth."""
