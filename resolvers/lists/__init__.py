"""A list over many backends, of any type: its question, its reading, its connection and its reports."""
