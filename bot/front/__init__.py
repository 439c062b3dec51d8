"""What stands between the network and the faces: connections, and what every request passes."""

from bot.front.connections import Connections
from bot.front.listening import BoundedServer

__all__ = ["BoundedServer", "Connections"]
