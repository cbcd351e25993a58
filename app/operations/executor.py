"""graphql-core's executor, without the tracebacks it leaves in errors that are values, and with one location each."""

from graphql import GraphQLOutputType
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.errors import GatewayError


class Executor(StrawberryGraphQLCoreExecutionContext):
    def handle_field_error(
        self, raw_error: Exception, return_type: GraphQLOutputType, fields: FieldDetailsList, path: Path
    ) -> None:
        """A fault may be a field's value in a cached order.

        It is raised for each operation, and would keep the frames of all of them alive, with everything in them.

        Located at the first of the field's nodes: for several, graphql-core reads the document again each time.
        """
        if isinstance(raw_error, GatewayError):
            raw_error.__traceback__ = None
        super().handle_field_error(raw_error, return_type, fields[:1], path)
