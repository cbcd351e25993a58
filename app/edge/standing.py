"""What keeps the gateway standing around every request: who leaves, until when, and how many at once."""

from fastapi import FastAPI

from app.edge.deadline import Deadlines
from app.edge.leaving import Leaving
from app.edge.shedding import Shedding
from app.settings import Server


def surround(app: FastAPI, server: Server) -> None:
    """What is added last stands outermost: who is turned away costs nothing else."""
    app.add_middleware(Leaving)
    app.add_middleware(Deadlines, longest=server.deadline)
    app.add_middleware(Shedding, most=server.max_operations)
