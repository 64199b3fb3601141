"""What a service tells systemd: that it is ready, and that it is alive (sd_notify(3))."""

import socket
from contextlib import suppress

READY = "READY=1"
ALIVE = "WATCHDOG=1"


def tell_systemd(message: str, address: str) -> None:
    """One message to the socket that systemd named in NOTIFY_SOCKET; to nobody if that is empty."""
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        # An abstract socket begins with a null byte.
        sender.connect("\0" + address[1:] if address.startswith("@") else address)
        sender.sendall(message.encode())
