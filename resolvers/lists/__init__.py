"""One list over many backends, whatever it is a list of: asked, read, merged and reported."""
