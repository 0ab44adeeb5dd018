"""The gateway's errors: one small tree, each saying whether to try again."""

from pathlib import Path
from traceback import extract_tb


class GatewayError(Exception):
    """Something the gateway can name. `retryable` says whether the same act may succeed later."""

    retryable = False


class BadInput(GatewayError):
    """What came in cannot be used; the message names the value and the remedy."""


class NotFound(GatewayError):
    """No such call, broadcast, unit or person in the ledger."""


class NotAllowed(GatewayError):
    """This person may not do that, or not there."""


class BrokenPrompts(GatewayError):
    """A file under prompts/ cannot be used; the message names file, node and reason."""


class BadSettings(GatewayError):
    """The environment cannot be used; the message names each variable and the remedy."""


class LedgerAway(GatewayError):
    """The database did not answer, or ended the transaction: whether anything was kept is not known. Ask again."""

    retryable = True


class CarrierRefused(GatewayError):
    """The carrier said no and nothing was sent. `code` is its own number, `cause` ours."""

    def __init__(self, message: str, code: int | None, cause: str) -> None:
        super().__init__(message)
        self.code = code
        self.cause = cause


class CarrierThrottled(GatewayError):
    """The carrier asked for a pause; the request was not processed and may be repeated."""

    retryable = True

    def __init__(self, message: str, wait_s: float) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class CarrierSilent(GatewayError):
    """The carrier did not answer, or answered with a fault: the call or text may exist all the same."""


IMPERSONAL = (BrokenPrompts, BadSettings)  # errors whose messages speak of files and settings only


def cause_of(error: BaseException) -> dict[str, str]:
    """An error for the log: what kind, and where. Most messages stay out: they may hold keys or telephone numbers."""
    frames = extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames[-3:]]
    reason = {"reason": str(error)} if isinstance(error, IMPERSONAL) else {}
    return {"error": type(error).__name__, "where": " > ".join(where), **reason}
