"""What an operation may cost, told before it is carried out: calls that hurt vendors, and a little for each thing.

From the whole down to the single call:

    estimate.py   an operation is the sum of the fields on its first level
    roots.py      what prices each of those: a list, things by their names (named.py), a change (changes.py)
    lists.py      a list is its pages at each backend, and its rows
    things.py     a thing is the calls that its selected fields lead to (steps.py), and theirs in turn
    bounds.py     how many calls one question takes at most
    price.py      how all of that adds up, and what a point is
    asked.py      what the client selected where, and the arguments

The figures of bounds.py are read twice: here, to tell what is asked for, and by whoever asks, as the Quota of calls
within which the question has to be answered. So no operation costs more than was told.
"""
