"""What is said over HTTP: methods, types, bodies, headers, statuses, and the paths beside the graph."""
