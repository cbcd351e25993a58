"""From a question about a list to its answer."""

from typing import Any

from resolvers.lists import connection, reading
from resolvers.lists.question import Question


async def of(question: Question) -> Any:
    """A connection. Raises BadUserInput for a wrong cursor, and a BackendFault where nothing else is left.

    Where it is only to be explained nothing is asked: None, and what would be is noted.
    """
    known = question.known()
    explanation, selected = question.context.explanation, question.selected
    if explanation is not None:
        plans = question.plans(known.position(question.ordering))
        explanation.listing(question.noun.plural, question.first, selected.of_each, plans)
        return None
    return connection.of(question, await reading.page(question, known))
