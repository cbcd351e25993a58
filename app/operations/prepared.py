"""Documents, parsed, measured and validated: once each, as long as they are cached."""

from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from graphql import (
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
from app.operations.persisted import fingerprint
from app.operations.source import IndexedSource
from app.refusal import Formatted, Refusal, bad_operation, too_expensive
from app.settings_edge import Limits
from schema.errors import ErrorCode

CACHED = 512 * 1024
"""Characters of all documents: parsed, they take about a hundred times as many bytes."""
LONGEST_CACHED = 32 * 1024
LONGEST_LOCATED = 64 * 1024
"""Errors in longer documents have no locations: graphql-core reads such a document again for each of them."""
OVER_BUDGET = "Validation aborted."
"""graphql-core's message if its own bound on the work is exceeded."""
TOO_MANY_TOKENS = "Syntax Error: Document contains more than"
SUGGESTION = " Did you mean"


@dataclass(frozen=True)
class Prepared:
    """`sha256`: of the text as it was sent."""

    text: str
    sha256: str
    document: DocumentNode


class PreparedDocuments:
    """`hides`: no introspection, and no names of the schema in errors."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, hides: bool) -> None:
        self._schema = schema
        self._limits = limits
        self._hides = hides
        self._rules = (*specified_rules, NoSchemaIntrospectionCustomRule) if hides else specified_rules
        self._cache: LRUCache[str, Prepared] = LRUCache(CACHED, getsizeof=lambda prepared: len(prepared.text))

    def prepared(self, text: str) -> Prepared:
        """Raises a Refusal: GRAPHQL_PARSE_FAILED, QUERY_TOO_EXPENSIVE or GRAPHQL_VALIDATION_FAILED."""
        prepared = self._cache.get(text)
        if prepared is None:
            prepared = Prepared(text, fingerprint(text), self._checked(self._parsed(text)))
            if len(text) <= LONGEST_CACHED:
                self._cache[text] = prepared
        return prepared

    def _parsed(self, text: str) -> DocumentNode:
        most = self._limits.tokens
        try:
            return parse(
                IndexedSource(text),
                no_location=len(text) > LONGEST_LOCATED,
                max_lexical_tokens=most,
                max_comments=most,
                allow_empty_selection_sets=False,
            )
        except GraphQLSyntaxError as error:
            if error.message.startswith(TOO_MANY_TOKENS):
                raise too_expensive("tokens, or comments", most) from None
            raise _refused([error], ErrorCode.GRAPHQL_PARSE_FAILED, self._limits.errors) from None

    def _checked(self, document: DocumentNode) -> DocumentNode:
        """Without duplicate fields. Raises a Refusal."""
        limits.check(document, self._limits)
        document = repeats.without_duplicates(document)
        repeats.check(document, self._limits.depth)
        self._validate(document)
        return document

    def _validate(self, document: DocumentNode) -> None:
        errors = validate(
            self._schema,
            document,
            self._rules,
            max_errors=self._limits.errors,
            hide_suggestions=self._hides,
            allow_empty_selection_sets=False,
        )
        if errors and errors[-1].message == OVER_BUDGET:
            raise bad_operation("The operation takes too long to validate.", ErrorCode.QUERY_TOO_EXPENSIVE)
        if errors:
            shown = map(_without_suggestion, errors) if self._hides else errors
            raise _refused(list(shown), ErrorCode.GRAPHQL_VALIDATION_FAILED, self._limits.errors)


def _without_suggestion(error: GraphQLError) -> GraphQLError:
    """One of graphql-core's rules suggests a selection, also where suggestions are hidden."""
    error.message = error.message.partition(SUGGESTION)[0]
    return error


def _refused(errors: list[GraphQLError], code: ErrorCode, max_errors: int) -> Refusal:
    """A document can be wrong in thousands of places."""
    return Refusal([_formatted(each, code) for each in errors[:max_errors]], is_http=False)


def _formatted(error: GraphQLError, code: ErrorCode) -> Formatted:
    extensions: dict[str, Any] = {"code": code.name, **(error.extensions or {})}
    return {**error.formatted, "extensions": extensions}
