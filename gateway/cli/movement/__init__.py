"""`dalaba event`, `dalaba market`, `dalaba tip` and `dalaba rumour`: less movement, and what is said in the village."""

from gateway.cli.movement.events import event
from gateway.cli.movement.markets import market
from gateway.cli.movement.rumours import rumour
from gateway.cli.movement.tips import tip

__all__ = ["event", "market", "rumour", "tip"]
