# SPDX-License-Identifier: Apache-2.0
"""What the servers have in common."""
from __future__ import absolute_import
import sys

from gevent import socket
from gevent._kernel import PY2, string_types
from gevent.event import Event
from gevent.greenlet import Greenlet, spawn_raw
from gevent.hub import get_hub
from gevent.pool import Pool
from gevent.timeout import Timeout

__all__ = ['BaseServer']
AF_INET6 = getattr(socket, 'AF_INET6', 10)


def parse_address(address):
    """Returns the family of an address in any of gevent's forms, and its host and port."""
    found = _host_and_port(address)
    host = found[0] if isinstance(address, tuple) or isinstance(address, string_types) and ':' in address else ':'
    six = ':' in host or isinstance(address, tuple) and not address[0]
    return int(AF_INET6 if six else socket.AF_INET), found


def bind(sock, address):
    """Binds a socket; an error names the address."""
    try:
        sock.bind(address)
    except (IOError, OSError):
        problem = sys.exc_info()[1]
        if not getattr(problem, 'strerror', None) or PY2:
            raise
        problem.strerror += ': %r' % (address,)
        sock.close()
        raise


def _handle_and_close_when_done(handle, close, args_tuple):
    try:
        return handle(*args_tuple)
    finally:
        close(*args_tuple)


def _host_and_port(address):
    if isinstance(address, tuple):
        if len(address) < 2 or not isinstance(address[1], int) and not str(address[1]).isdigit():
            raise ValueError('Failed to parse address %r: bad port' % (address,))
        host = address[0]
        return ('' if host in ('*', None) else host), int(address[1])
    if isinstance(address, string_types) and ':' in address:
        host, port = address.rsplit(':', 1)
        if not port.isdigit():
            raise ValueError("Failed to parse address %r: invalid literal for int() with base 10: %r" % (address, port))
        host = host.strip('[]')
        return ('' if host == '*' else host), int(port)
    if isinstance(address, int) or isinstance(address, string_types) and address.isdigit():
        return '', int(address)
    if isinstance(address, string_types):
        raise ValueError("Failed to parse address %r: invalid literal for int() with base 10: %r" % (address, address))
    raise TypeError('Expected tuple or string, got %s' % (type(address),))


class BaseServer(object):
    """Accepts and handles connections."""

    min_delay = 0.01
    max_delay = 1
    max_accept = 100
    stop_timeout = 1
    pool = None
    _handle = None
    _socket = None
    socket = None
    _accepting = None

    def __init__(self, listener, handle=None, spawn='default'):
        self._stop_event = Event()
        self._stop_event.set()
        self._set_listener(listener)
        self._set_spawn(spawn)
        if handle is not None:
            self.set_handle(handle)

    def _set_listener(self, listener):
        if hasattr(listener, 'accept') or hasattr(listener, 'recvfrom'):
            self.socket = listener
            self.address = listener.getsockname()
            self.family = listener.family
            self._given = listener
        else:
            self.family, self.address = parse_address(listener)
            self._given = None

    def _set_spawn(self, spawn):
        if spawn == 'default':
            self._spawn = Greenlet.spawn
        elif spawn == 'raw':
            self._spawn = spawn_raw
        elif hasattr(spawn, 'spawn'):
            self.pool = spawn
            self._spawn = spawn.spawn
        elif isinstance(spawn, int) and not isinstance(spawn, bool):
            self.pool = Pool(spawn)
            self._spawn = self.pool.spawn
        else:
            self._spawn = spawn

    def set_handle(self, handle):
        self._handle = handle
        self.handle_ = handle

    def _handler(self):
        if self._handle is not None:
            return self._handle
        handle = getattr(self, 'handle', None)
        if handle is None:
            raise TypeError("'handle' must be provided")
        return handle

    @property
    def started(self):
        return not self._stop_event.is_set()

    @property
    def closed(self):
        return self.socket is None

    def full(self):
        """Whether the pool has no place for another connection."""
        return self.pool is not None and self.pool.full()

    @property
    def server_host(self):
        return self.address[0] if isinstance(self.address, tuple) else None

    @property
    def server_port(self):
        return self.address[1] if isinstance(self.address, tuple) else None

    def init_socket(self):
        """Opens the socket, where an address was given."""

    def start(self):
        """Opens the server; it handles connections from now on."""
        self._handler()
        self.init_socket()
        self._stop_event.clear()
        self.start_accepting()

    def start_accepting(self):
        if self._accepting is None:
            self._accepting = Greenlet.spawn(self._accept_loop)

    def stop_accepting(self):
        g, self._accepting = self._accepting, None
        if g is not None:
            g.kill(block=False)

    def _accept_loop(self):
        while self.socket is not None:
            if self.pool is not None:
                self.pool.wait_available()
            try:
                args = self.do_read()
            except (IOError, OSError):
                if self.socket is None or getattr(self.socket, 'closed', False):
                    return
                get_hub().handle_error(self, *sys.exc_info())
                from gevent.greenlet import sleep
                sleep(self.min_delay)
                continue
            if args is not None:
                self._begin(args)

    def _begin(self, args):
        try:
            if self._spawn is None:
                _handle_and_close_when_done(self._handler(), self.do_close, args)
            else:
                self._spawn(_handle_and_close_when_done, self._handler(), self.do_close, args)
        except BaseException:
            get_hub().handle_error((args, self), *sys.exc_info())
            self.do_close(*args)

    def do_close(self, *args):
        """Ends a connection."""

    def close(self):
        """Stops accepting and closes the listening socket."""
        self._stop_event.set()
        self.stop_accepting()
        s, self.socket = self.socket, None
        if s is not None:
            s.close()

    def stop(self, timeout=None):
        """Closes the server, and ends the connections of its pool after a time."""
        self.close()
        if timeout is None:
            timeout = self.stop_timeout
        if self.pool is not None:
            self.pool.join(timeout=timeout)
            self.pool.kill(block=True, timeout=1)

    def serve_forever(self, stop_timeout=None):
        """Starts the server and waits until somebody stops it."""
        if not self.started:
            self.start()
        try:
            self._stop_event.wait()
        finally:
            Greenlet.spawn(self.stop, timeout=stop_timeout).join()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.stop()

    def is_fatal_error(self, ex):
        return False

    def __repr__(self):
        return '<%s at %s %s>' % (type(self).__name__, hex(id(self)), self._format())

    def __str__(self):
        return '<%s %s>' % (type(self).__name__, self._format())

    def _format(self):
        found = '' if self.socket is None else 'fileno=%s ' % self.socket.fileno()
        pair = isinstance(self.address, tuple) and len(self.address) == 2
        found += 'address=%s:%s' % self.address if pair else 'address=%s' % (self.address,)
        if self._handle is None:
            return found
        if getattr(self._handle, '__self__', None) is self:
            return '%s handle=<bound method %s.%s of self>' % (found, type(self).__name__, self._handle.__name__)
        return '%s handle=%r' % (found, self._handle)
