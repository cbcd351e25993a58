"""GraphQL operations: parsed, limited, charged, executed and logged."""
