"""What each of uvicorn's worker processes makes for itself."""

from fastapi import FastAPI

from app import logs
from app.main import create_app
from app.settings import load
from resolvers.vendors import VENDORS


def create() -> FastAPI:
    """From the configuration that the command named, read once a process."""
    logs.configure(pretty=False)
    return create_app(load(None, vendors=VENDORS))
