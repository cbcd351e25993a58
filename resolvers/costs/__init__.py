"""Estimates the maximum cost of an operation before it runs: backend calls, plus a little for each object returned.

From the operation down to the single call:

    estimate.py   an operation: the sum of its root fields
    roots.py      a root field: a list, a lookup (named.py) or a mutation (changes.py)
    lists.py      a list: its pages at each backend, and its rows
    things.py     an object: the calls that its selected fields cause (steps.py), recursively
    bounds.py     the maximum number of calls for each kind of request
    price.py      how prices add up, and what a point is
    asked.py      what the client selected, and the arguments

The numbers in bounds.py are used twice: for the estimate, and when the operation runs, as the Quota of calls that each
request has. So no operation costs more than its estimate.
"""
