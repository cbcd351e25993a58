"""Documents read, measured and checked against the schema: once each, as long as they are remembered."""

from collections.abc import Collection
from typing import Any

from cachetools import LRUCache
from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    parse,
    specified_rules,
    validate,
)

from app.operations import limits, repeats
from app.refusal import Formatted, Refusal, bad_operation, too_expensive
from app.settings_edge import Limits
from schema.errors import ErrorCode

REMEMBERED = 512 * 1024
"""Characters of documents: read, they take some hundred times as many bytes."""
LONGEST_REMEMBERED = 32 * 1024
OVER_BUDGET = "Validation aborted."
"""graphql-core's words where its own bounds on the work are passed."""
TOO_MANY = "Syntax Error: Document contains more than"


class Preparing:
    """`hides`: names of the schema, and the schema itself, from who does not know them."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, hides: bool) -> None:
        self._schema = schema
        self._limits = limits
        self._hides = hides
        self._known: LRUCache[str, DocumentNode] = LRUCache(REMEMBERED, getsizeof=_length)

    def document(self, text: str) -> DocumentNode:
        """Raises a Refusal: GRAPHQL_PARSE_FAILED, QUERY_TOO_EXPENSIVE or GRAPHQL_VALIDATION_FAILED."""
        known = self._known.get(text)
        if known is not None:
            return known
        document = self._parsed(text)
        limits.check(document, self._limits)
        document = repeats.without_plain_ones(document)
        repeats.check(document, self._limits.depth)
        self._validate(document)
        if len(text) <= LONGEST_REMEMBERED:
            self._known[text] = document
        return document

    def _parsed(self, text: str) -> DocumentNode:
        most = self._limits.tokens
        try:
            return parse(text, max_lexical_tokens=most, max_comments=most, allow_empty_selection_sets=False)
        except GraphQLSyntaxError as error:
            if error.message.startswith(TOO_MANY):
                raise too_expensive("tokens, or comments", most) from None
            raise refused([error], ErrorCode.GRAPHQL_PARSE_FAILED, self._limits.errors) from None

    def _validate(self, document: DocumentNode) -> None:
        errors = validate(
            self._schema,
            document,
            self._rules(),
            max_errors=self._limits.errors,
            hide_suggestions=self._hides,
            allow_empty_selection_sets=False,
        )
        if errors and errors[-1].message == OVER_BUDGET:
            raise bad_operation("The operation takes too long to validate.", ErrorCode.QUERY_TOO_EXPENSIVE)
        if errors:
            raise refused(errors, ErrorCode.GRAPHQL_VALIDATION_FAILED, self._limits.errors)

    def _rules(self) -> Collection[type[ASTValidationRule]]:
        return (*specified_rules, NoSchemaIntrospectionCustomRule) if self._hides else specified_rules


def _length(document: DocumentNode) -> int:
    assert document.loc is not None
    return len(document.loc.source.body)


def refused(errors: list[GraphQLError], code: ErrorCode, most: int) -> Refusal:
    """At most so many of them: a document can be wrong in thousands of places."""
    return Refusal([formatted(each, code) for each in errors[:most]], is_http=False)


def formatted(error: GraphQLError, code: ErrorCode) -> Formatted:
    extensions: dict[str, Any] = {"code": code.name, **(error.extensions or {})}
    return {**error.formatted, "extensions": extensions}
