# SPDX-License-Identifier: Apache-2.0
"""TCP and UDP servers."""
from __future__ import absolute_import

from gevent import socket as _socket
from gevent.baseserver import BaseServer, bind
from gevent.lock import Semaphore

__all__ = ['StreamServer', 'DatagramServer']


class StreamServer(BaseServer):
    """Calls handle(socket, address) in a greenlet for each connection."""

    backlog = 128
    reuse_addr = 1

    def __init__(self, listener, handle=None, backlog=None, spawn='default', **ssl_args):
        if backlog is not None:
            if hasattr(listener, 'accept'):
                raise TypeError('backlog must be None when a socket instance is passed')
            self.backlog = backlog
        self.ssl_args = ssl_args
        self.ssl_enabled = bool(ssl_args)
        if ssl_args:
            from gevent import ssl
            self._ssl_context = ssl.context_of(ssl_args)
        BaseServer.__init__(self, listener, handle=handle, spawn=spawn)

    @classmethod
    def get_listener(cls, address, backlog=None, family=None):
        s = _socket.socket()
        bind(s, address)
        s.listen(backlog or cls.backlog)
        return s

    def init_socket(self):
        if self.socket is None:
            self.socket = self.get_listener(self.address, self.backlog)
            self.address = self.socket.getsockname()
        elif not getattr(self.socket, '_java', True):
            self.socket.listen(self.backlog)

    def do_read(self):
        return self.socket.accept()

    def do_close(self, sock, *args):
        sock.close()

    def _handler(self):
        handle = BaseServer._handler(self)
        return self.wrap_socket_and_handle if self.ssl_enabled else handle

    def wrap_socket_and_handle(self, client_socket, address):
        """Handles a connection by TLS."""
        with self.wrap_socket(client_socket) as sock:
            return BaseServer._handler(self)(sock, address)

    def wrap_socket(self, client_socket, **ssl_args):
        return self._ssl_context.wrap_socket(client_socket, server_side=True)


class DatagramServer(BaseServer):
    """Calls handle(data, address) in a greenlet for each datagram."""

    reuse_addr = 1

    def __init__(self, *args, **kwargs):
        BaseServer.__init__(self, *args, **kwargs)
        self._writing = Semaphore()

    def init_socket(self):
        if self.socket is None:
            self.socket = _socket.socket(type=_socket.SOCK_DGRAM)
            bind(self.socket, self.address)
            self.address = self.socket.getsockname()

    def do_read(self):
        return self.socket.recvfrom(8192)

    def sendto(self, *args):
        with self._writing:
            self.socket.sendto(*args)
