from tests.cdn.receiver import other_receiver, receiver

__all__ = ["other_receiver", "receiver"]
