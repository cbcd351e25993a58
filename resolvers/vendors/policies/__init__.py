"""The policies for calling a backend, one per module; `vendors/upstream.py` combines them."""
