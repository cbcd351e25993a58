"""HTTP: methods, content types, bodies, headers, status codes, and the paths beside the graph."""
