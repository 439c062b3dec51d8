"""What stands between the network and the faces: connections, and what every request passes."""

from bot.front.connections import Connections, TimeLimits
from bot.front.listening import BoundedServer, bounded
from bot.front.passing import passing

__all__ = ["BoundedServer", "Connections", "TimeLimits", "bounded", "passing"]
