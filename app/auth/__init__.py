"""Who asks: their credentials, what they may see, and where they come from."""
