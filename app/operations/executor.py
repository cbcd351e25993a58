"""graphql-core's executor, which raises the errors that it finds as values; here they keep no trace of it."""

from typing import Any

from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.errors import GatewayError


class Executor(StrawberryGraphQLCoreExecutionContext):
    def handle_field_error(self, raw_error: Exception, *where: Any) -> None:
        """A fault may be a field's value in an order that is remembered.

        Raised again for each operation it would hold on to the frames of all of them, with everything in them.
        """
        if isinstance(raw_error, GatewayError):
            raw_error.__traceback__ = None
        super().handle_field_error(raw_error, *where)
