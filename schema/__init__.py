"""The types of the GraphQL schema. Imports none of our other packages."""
