"""What is wrong with a field's arguments: such a field asks nothing, and says so when the operation is carried out."""

from graphql import GraphQLError

from schema.errors import GatewayError

UNUSABLE = (GraphQLError, GatewayError)
