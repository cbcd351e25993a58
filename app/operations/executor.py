"""graphql-core's executor, without the tracebacks it leaves in errors that are values."""

from typing import Any

from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.errors import GatewayError


class Executor(StrawberryGraphQLCoreExecutionContext):
    def handle_field_error(self, raw_error: Exception, *where: Any) -> None:
        """A fault may be a field's value in a cached order.

        It is raised for each operation, and would keep the frames of all of them alive, with everything in them.
        """
        if isinstance(raw_error, GatewayError):
            raw_error.__traceback__ = None
        super().handle_field_error(raw_error, *where)
