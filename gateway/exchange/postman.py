"""Status callbacks of one call or text: in order and one by one, unless the chaos setting has other plans."""

import asyncio
from typing import TYPE_CHECKING

from gateway.exchange.webhooks import Hook

if TYPE_CHECKING:  # names of types only: each side holds the other
    from gateway.exchange.exchange import Exchange


class Postman:
    """Carries the callbacks about one number; what goes wrong is drawn from the seed and that number.

    mute  none of them arrives, whatever is drawn
    """

    def __init__(self, exchange: "Exchange", number: str, mute: bool = False) -> None:
        self._exchange = exchange
        self._number = number
        self._mute = self._happens(exchange.chaos.mute, "mute") or mute
        self._held: list[Hook] = []
        self._previous: asyncio.Task[None] | None = None

    def post(self, hook: Hook, last: bool = False) -> None:
        """Send a callback soon. `last` says that no other will follow, so that it cannot be overtaken."""
        chaos, held = self._exchange.chaos, self._held
        if self._mute or self._happens(chaos.lose, "lose"):
            self._exchange.log.write("lost", sid=hook.sid, url=hook.url, purpose=hook.purpose)
            hooks: list[Hook] = []
        else:
            hooks = [hook, hook] if self._happens(chaos.duplicate, "duplicate") else [hook]
        if not last and self._happens(chaos.reorder, "reorder"):
            self._held = held + hooks
            return
        self._held = []
        late_s = chaos.delay_s if self._happens(chaos.delay, "delay") else 0.0
        self._dispatch(hooks + held, late_s)

    def flush(self) -> None:
        """Send what still waits to be overtaken, because nothing will."""
        held, self._held = self._held, []
        self._dispatch(held, 0.0)

    def _happens(self, probability: float, what: str) -> bool:
        return self._exchange.happens(probability, what, self._number)

    def _dispatch(self, hooks: list[Hook], late_s: float) -> None:
        if not hooks:
            return
        if late_s:
            self._exchange.spawn(self._carry(hooks, late_s, None))
        else:
            self._previous = self._exchange.spawn(self._carry(hooks, 0.0, self._previous))

    async def _carry(self, hooks: list[Hook], late_s: float, previous: "asyncio.Task[None] | None") -> None:
        if previous is not None:
            await asyncio.wait([previous])
        if late_s:
            await self._exchange.clock.sleep(late_s)
        for hook in hooks:
            await self._exchange.webhooks.send(hook)
