"""Which ending follows from a fault."""

from resolvers import errors
from resolvers.writing import endings
from schema.writes import UserError, UserErrorCode


def test_what_the_vendor_has_no_such_thing_for_is_unsupported() -> None:
    (error,) = endings.of_refusal(errors.Unsupported("shop", "can't create an order.")).errors

    assert (error.code, error.is_retryable) == (UserErrorCode.UNSUPPORTED, False)


def test_a_quota_that_is_used_up_may_be_tried_again() -> None:
    (error,) = endings.of_refusal(errors.RateLimited("shop", "takes no more calls.")).errors

    assert (error.code, error.is_retryable) == (UserErrorCode.BACKEND_UNAVAILABLE, True)
    assert error.message == "Backend shop takes no more calls. Nothing was done."


def test_a_refusal_has_a_hundred_errors_at_most() -> None:
    why = [UserError(code=UserErrorCode.BAD_USER_INPUT, message=str(place)) for place in range(101)]

    assert endings.refused(*why).errors == tuple(why[:100])
