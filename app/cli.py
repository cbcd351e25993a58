"""order-gateway: serve, dev, sandbox, schema, check."""

import socket
from pathlib import Path
from typing import Annotated

import anyio
import typer
import uvicorn

from app import check as checking
from app import logs, sandbox, serving
from app.graphql import sdl
from app.main import create_app
from app.settings import Settings, load, tell_workers
from app.settings_errors import ConfigurationError
from resolvers.vendors import VENDORS

main = typer.Typer(
    name="order-gateway",
    help="One GraphQL graph over the order systems a company sells through.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Config = Annotated[
    Path | None, typer.Option("--config", help="The configuration file; else ORDER_GATEWAY_CONFIG, else gateway.toml.")
]
Host = Annotated[str | None, typer.Option(help="Address to listen on; else the configuration's.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; else the configuration's.")]


@main.command()
def serve(
    config: Config = None,
    host: Host = None,
    port: Port = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the port.")] = 1,
) -> None:
    """Serve the gateway over the configured backends."""
    settings = _loaded(config)
    tell_workers(config)
    uvicorn.run(
        "app.worker:create",
        factory=True,
        host=host or settings.server.host,
        port=settings.server.port if port is None else port,
        workers=workers,
        **logs.UVICORN,
    )


@main.command()
def dev(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the gateway over the five sandbox vendors, with everything allowed to everybody."""
    logs.configure(pretty=True)
    vendors, gateway = _port("127.0.0.1", 0), _port(host, port)
    settings = sandbox.settings(serving.address(vendors))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), **logs.UVICORN))
    typer.echo(f"The gateway is at {serving.address(gateway)}/graphql, over five vendors that are made up.")

    async def both() -> None:
        stand_ins = sandbox.application(sandbox.stand_ins())
        await serving.beside(stand_ins, vendors, lambda: server.serve([gateway]))

    anyio.run(both)


@main.command(name="sandbox")
def sandbox_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8100,
) -> None:
    """Serve the five sandbox vendors alone, for other people's tests."""
    logs.configure(pretty=True)
    taken = _port(host, port)
    for name in VENDORS:
        typer.echo(f"{name:<12} {serving.address(taken)}/{name}")
    app = sandbox.application(sandbox.stand_ins())
    uvicorn.Server(uvicorn.Config(app, lifespan="off", **logs.UVICORN)).run([taken])


@main.command()
def schema() -> None:
    """Print the schema."""
    typer.echo(sdl(), nl=False)


@main.command()
def check(config: Config = None) -> None:
    """Validate the configuration, call each backend once, and tell what each can do."""
    settings = _loaded(config)
    logs.configure(pretty=True)
    if not anyio.run(checking.run, settings):
        raise typer.Exit(1)


def _loaded(config: Path | None) -> Settings:
    try:
        return load(config, vendors=VENDORS)
    except ConfigurationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _port(host: str, port: int) -> socket.socket:
    try:
        return serving.bound(host, port)
    except OSError as error:
        typer.echo(f"Can't listen on {host} port {port}: {error.strerror}", err=True)
        raise typer.Exit(1) from None
