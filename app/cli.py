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
from app.process.supervisor import Supervisor
from app.process.usable import Unusable, usable
from app.settings import Settings, load
from app.settings_errors import ConfigurationError
from resolvers.vendors import VENDORS

main = typer.Typer(
    name="order-gateway",
    help="One GraphQL API over all systems a company sells through.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration file. Default: ORDER_GATEWAY_CONFIG, then gateway.toml.")
]
Host = Annotated[str | None, typer.Option(help="Address to listen on. Default: server.host.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on. Default: server.port.")]


@main.command()
def serve(
    config: Config = None,
    host: Host = None,
    port: Port = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of worker processes.")] = 1,
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
    """Serve the gateway over the sandbox vendors, with all scopes for everyone."""
    logs.configure(pretty=True)
    gateway, vendors = _port(host, port), _port("127.0.0.1", 0)
    settings = sandbox.settings(serving.address(vendors))
    server = serving.Abrupt(uvicorn.Config(create_app(settings), **logs.UVICORN))
    typer.echo(f"The gateway is at {serving.address(gateway)}/graphql, over sandbox vendors.")

    async def both() -> None:
        await serving.beside(sandbox.served(), vendors, lambda: server.serve([gateway]))

    anyio.run(both)


@main.command(name="sandbox")
def sandbox_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8100,
) -> None:
    """Serve the sandbox vendors alone, for your own tests."""
    logs.configure(pretty=True)
    taken = _port(host, port)
    for name in VENDORS:
        typer.echo(f"{name:<12} {serving.address(taken)}/{name}")
    serving.Abrupt(uvicorn.Config(sandbox.served(), lifespan="off", **logs.UVICORN)).run([taken])


@main.command()
def schema() -> None:
    """Print the schema as SDL."""
    typer.echo(sdl(), nl=False)


@main.command()
def check(config: Config = None) -> None:
    """Validate the configuration, call each backend once, and print what each can do."""
    settings = _usable(config)
    logs.configure(pretty=True)
    if not anyio.run(checking.run, settings):
        raise typer.Exit(1)


@main.command()
def writes(
    config: Config = None,
    settle: Annotated[str | None, typer.Option(metavar="KEY", help="The key to settle by hand.")] = None,
    made: Annotated[str | None, typer.Option(metavar="VENDOR_ID", help="The order that the key made.")] = None,
    not_made: Annotated[bool, typer.Option("--not-made", help="No order was made: frees the key.")] = False,
    backend: Annotated[str | None, typer.Option(help="The backend, if several have the key.")] = None,
    caller: Annotated[str | None, typer.Option(help="The caller, if several have the key.")] = None,
) -> None:
    """List idempotency keys whose outcome is unknown, or settle one by hand."""
    if (settle is None) != (made is None and not not_made) or (made is not None and not_made):
        raise typer.BadParameter("--settle KEY needs either --made VENDOR_ID or --not-made.")
    settings = _loaded(config)
    logs.configure(pretty=True)
    settling = writing.Settling(settle, made, backend, caller) if settle is not None else None
    work = partial(writing.settle, settings, settling) if settling else partial(writing.show, settings)
    if not anyio.run(work):
        raise typer.Exit(1)


@main.command()
def key() -> None:
    """Generate an API key for a client, and its hash for the configuration."""
    made = callers.new_key()
    typer.echo(f'key        = "{made}"\nkey_sha256 = "{callers.fingerprint(made)}"')


def _shared(workers: int, settings: Settings, config: Path | None, taken: socket.socket) -> int:
    server = settings.server
    metrics = _port(server.host, server.metrics_port) if server.metrics_port else None
    return Supervisor(workers, settings, config, taken, metrics).run()


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
