"""Speed, measured side by side: never in a test."""
