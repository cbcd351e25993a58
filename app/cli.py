"""order-gateway: serve, dev, sandbox, schema, check, writes, key."""

import socket
from functools import partial
from pathlib import Path
from typing import Annotated

import anyio
import typer
import uvicorn

from app import check as checking
from app import logs, sandbox
from app import writes as writing
from app.auth import callers
from app.graphql import sdl
from app.main import create_app
from app.process import serving, worker
from app.process.usable import Unusable, usable
from app.process.workers import Workers
from app.settings import Settings, load
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
    settings = _usable(config)
    taken = _port(host or settings.server.host, settings.server.port if port is None else port)
    typer.echo(f"The gateway is at {serving.address(taken)}/graphql.")
    alone = partial(worker.serve, settings, config, taken)
    raise typer.Exit(_shared(workers, settings, config, taken) if workers > 1 else alone())


@main.command()
def dev(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the gateway over the five sandbox vendors, with everything allowed to everybody."""
    logs.configure(pretty=True)
    gateway, vendors = _port(host, port), _port("127.0.0.1", 0)
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


@main.command()
def writes(
    config: Config = None,
    settle: Annotated[str | None, typer.Option(metavar="KEY", help="The key to settle by hand.")] = None,
    made: Annotated[str | None, typer.Option(metavar="VENDOR_ID", help="It made this order.")] = None,
    not_made: Annotated[bool, typer.Option("--not-made", help="It made none: the key is free again.")] = False,
    backend: Annotated[str | None, typer.Option(help="Where several have the key in doubt.")] = None,
    caller: Annotated[str | None, typer.Option(help="Where several callers have the key in doubt.")] = None,
) -> None:
    """List the idempotency keys in doubt, or settle one by hand."""
    if (settle is None) != (made is None and not not_made) or (made is not None and not_made):
        raise typer.BadParameter("--settle KEY goes with one of --made VENDOR_ID and --not-made.")
    settings = _loaded(config)
    logs.configure(pretty=True)
    settling = writing.Settling(settle, made, backend, caller) if settle is not None else None
    work = partial(writing.settle, settings, settling) if settling else partial(writing.show, settings)
    if not anyio.run(work):
        raise typer.Exit(1)


@main.command()
def key() -> None:
    """Make an API key, and print it beside its hash: the one is the client's, the other the configuration's."""
    made = callers.new_key()
    typer.echo(f'key        = "{made}"\nkey_sha256 = "{callers.fingerprint(made)}"')


def _shared(workers: int, settings: Settings, config: Path | None, taken: socket.socket) -> int:
    server = settings.server
    metrics = _port(server.host, server.metrics_port) if server.metrics_port else None
    return Workers(workers, settings, config, taken, metrics).run()


def _usable(config: Path | None) -> Settings:
    try:
        return usable(config)
    except Unusable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


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
