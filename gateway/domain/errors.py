"""The gateway's errors: one small tree, each saying whether to try again."""


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
