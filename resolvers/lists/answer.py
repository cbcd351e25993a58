"""Answers a Question with a connection."""

from typing import Any

from resolvers.lists import connection, reading
from resolvers.lists.question import Question


async def of(question: Question) -> Any:
    """A connection. Raises BadUserInput for an invalid cursor, and a BackendFault as `reading.page` does.

    If the operation is only explained, records the plans and returns None.
    """
    known = question.known()
    explanation, selected = question.context.explanation, question.selected
    if explanation is not None:
        plans = question.plans(known.position(question.ordering))
        explanation.listing(question.noun.plural, question.first, selected.of_each, plans)
        return None
    return connection.of(question, await reading.page(question, known))
