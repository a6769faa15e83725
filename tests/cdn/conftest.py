from tests.cdn.receiver import other_receiver, receiver
from tests.cdn.servers import processes

__all__ = ["other_receiver", "processes", "receiver"]
