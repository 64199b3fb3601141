"""Which addresses may be called: those of the public Internet, and those that an operator has named."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

TRANSLATED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 that leads to some IPv4: nobody needs it to be called."""


class TargetRefused(Exception):
    """The target is not one that may be called."""


def is_in_networks(address: Address, networks: Networks) -> bool:
    return any(address.version == net.version and address in net for net in networks)


def is_reachable(address: Address, named: Networks) -> bool:
    """Whether an address is one of the public Internet, or one that the operator has named."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if is_in_networks(address, named):
        return True
    is_public = address.is_global and not address.is_multicast and not address.is_reserved
    return is_public and not is_in_networks(address, TRANSLATED)


def literal(host: str) -> Address | None:
    """The address that a host spells; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def resolved(host: str, port: int, named: Networks) -> str:
    """The address to connect to. `TargetRefused` if the name leads anywhere that is not to be called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefused(f"There is no host '{host}'.") from error
    addresses = [ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not addresses or not all(is_reachable(address, named) for address in addresses):
        raise TargetRefused(f"'{host}' leads into a private network.")
    return str(addresses[0])
