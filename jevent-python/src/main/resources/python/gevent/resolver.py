# SPDX-License-Identifier: Apache-2.0
"""The resolver of a hub: jevent's."""
from __future__ import absolute_import
from gevent import socket as _socket


class Resolver(object):
    """Looks up names and addresses."""

    gethostbyname = staticmethod(_socket.gethostbyname)
    gethostbyname_ex = staticmethod(_socket.gethostbyname_ex)
    getaddrinfo = staticmethod(_socket.getaddrinfo)
    gethostbyaddr = staticmethod(_socket.gethostbyaddr)
    getnameinfo = staticmethod(_socket.getnameinfo)

    def close(self):
        """Does nothing."""
