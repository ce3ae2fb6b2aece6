# SPDX-License-Identifier: Apache-2.0
"""ZeroMQ by jevent's sockets, whose calls let other greenlets run: the part of pyzmq that programs of gevent use."""
from __future__ import absolute_import
import json
import pickle

import _jevent
from gevent._kernel import tobytes, text, seconds
from gevent.select import select

_zmq = getattr(_jevent, 'zmq', None)
if _zmq is None:
    raise ImportError('zmq needs jevent-zmq on the class path')

PAIR, PUB, SUB, REQ, REP, DEALER, ROUTER, PULL, PUSH, XPUB, XSUB = range(11)
XREQ, XREP = DEALER, ROUTER
_TYPES = ['PAIR', 'PUB', 'SUB', 'REQ', 'REP', 'DEALER', 'ROUTER', 'PULL', 'PUSH', 'XPUB', 'XSUB']
NOBLOCK = DONTWAIT = 1
SNDMORE = 2
IDENTITY = ROUTING_ID = 5
SUBSCRIBE, UNSUBSCRIBE = 6, 7
RCVMORE, TYPE, LINGER, SNDHWM, RCVHWM, RCVTIMEO, SNDTIMEO, LAST_ENDPOINT = 13, 16, 17, 23, 24, 27, 28, 32
POLLIN, POLLOUT, POLLERR = 1, 2, 4
_FOR_EVER = 365.0 * 24 * 3600
EAGAIN = 11


class ZMQError(Exception):
    """An error of ZeroMQ."""

    def __init__(self, errno=None, msg=None):
        Exception.__init__(self, msg or 'error %s' % errno)
        self.errno = errno


class Again(ZMQError):
    """The operation would have to wait."""

    def __init__(self, errno=EAGAIN, msg='Resource temporarily unavailable'):
        ZMQError.__init__(self, errno, msg)


class Context(object):
    """Makes sockets."""

    _instance = None

    def __init__(self, io_threads=1):
        self._java = _zmq.context()
        self.closed = False

    @classmethod
    def instance(cls, io_threads=1):
        if cls._instance is None or cls._instance.closed:
            cls._instance = cls(io_threads)
        return cls._instance

    def socket(self, socket_type):
        return Socket(self, socket_type)

    def term(self):
        self.closed = True
        _zmq.close(self._java)

    destroy = close = term

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.term()


def _decoded(value):
    return value if isinstance(value, str) else value.decode('utf-8')


def _option(number):
    return property(lambda self: self.getsockopt(number), lambda self, value: self.setsockopt(number, value))


class Socket(object):
    """A socket of ZeroMQ."""

    _number = None
    _endpoint = ''

    def __init__(self, context, socket_type):
        self.context = context
        self.type = self.socket_type = socket_type
        self._java = _zmq.socket(context._java, _TYPES[socket_type])
        self._frames = []
        self._more = []
        self._limits = {RCVTIMEO: -1, SNDTIMEO: -1}
        self.closed = False

    def bind(self, address):
        self._endpoint = text(_zmq.bind(self._java, address))

    def unbind(self, address):
        _zmq.unbind(self._java, address)

    def disconnect(self, address):
        _zmq.disconnect(self._java, address)

    def bind_to_random_port(self, address, min_port=None, max_port=None, max_tries=100):
        self.bind(address + ':0')
        return int(self._endpoint.rsplit(':', 1)[1])

    def connect(self, address):
        _zmq.connect(self._java, address)

    def send(self, data, flags=0, copy=True, track=False):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('%r: unicode not allowed, use send_string' % (data,)) if not isinstance(data, bytes) else data
        self._frames.append(bytes(data))
        if not flags & SNDMORE:
            frames, self._frames = self._frames, []
            self._send(frames, flags)

    def send_multipart(self, parts, flags=0, copy=True, track=False):
        self._send([bytes(part) for part in parts], flags)

    def _send(self, frames, flags):
        if not _zmq.send(self._java, frames, self._limit(SNDTIMEO, flags)):
            raise Again()

    def _limit(self, option, flags):
        if flags & NOBLOCK:
            return 0.0
        return seconds(None if self._limits[option] < 0 else self._limits[option] / 1000.0)

    def recv(self, flags=0, copy=True, track=False):
        if not self._more:
            self._more = self.recv_multipart(flags)
        return self._more.pop(0)

    def recv_multipart(self, flags=0, copy=True, track=False):
        if self._more:
            frames, self._more = self._more, []
            return frames
        frames = _zmq.receive(self._java, self._limit(RCVTIMEO, flags))
        if frames is None:
            raise Again()
        return [tobytes(frame) for frame in frames]

    def send_string(self, value, flags=0, encoding='utf-8'):
        self.send(value.encode(encoding), flags)

    send_unicode = send_string

    def recv_string(self, flags=0, encoding='utf-8'):
        return self.recv(flags).decode(encoding)

    recv_unicode = recv_string

    def send_json(self, value, flags=0):
        self.send(json.dumps(value).encode('utf-8'), flags)

    def recv_json(self, flags=0):
        return json.loads(self.recv(flags).decode('utf-8'))

    def send_pyobj(self, value, flags=0, protocol=2):
        self.send(pickle.dumps(value, protocol), flags)

    def recv_pyobj(self, flags=0):
        return pickle.loads(self.recv(flags))

    def setsockopt(self, option, value):
        if option in (SUBSCRIBE, UNSUBSCRIBE):
            _zmq.subscribe(self._java, _decoded(value), option == SUBSCRIBE)
        elif option == IDENTITY:
            self._limits[option] = value
            _zmq.identity(self._java, _decoded(value))
        else:
            self._limits[option] = value
            if option == LINGER:
                _zmq.linger(self._java, _FOR_EVER if value < 0 else value / 1000.0)
            elif option in (SNDHWM, RCVHWM):
                _zmq.limit(self._java, option == SNDHWM, value)

    set = setsockopt

    def setsockopt_string(self, option, value):
        self.setsockopt(option, value)

    def getsockopt(self, option):
        if option == RCVMORE:
            return len(self._more) > 0
        if option == TYPE:
            return self.type
        if option == LAST_ENDPOINT:
            return self._endpoint.encode('utf-8')
        return self._limits.get(option, -1)

    get = getsockopt
    identity = routing_id = _option(IDENTITY)
    linger = _option(LINGER)
    sndhwm = _option(SNDHWM)
    rcvhwm = _option(RCVHWM)
    rcvtimeo = _option(RCVTIMEO)
    sndtimeo = _option(SNDTIMEO)

    def fileno(self):
        """A number for select, as sockets of gevent have it."""
        if self._number is None:
            self._number = int(_jevent.selection.register(self._java))
        return self._number

    def poll(self, timeout=None, flags=POLLIN):
        """Waits until the socket can do what the flags say, for some milliseconds; returns what it can."""
        poller = Poller()
        poller.register(self, flags)
        return dict(poller.poll(timeout)).get(self, 0)

    def subscribe(self, topic):
        self.setsockopt(SUBSCRIBE, topic)

    def close(self, linger=None):
        if not self.closed:
            self.closed = True
            if linger is not None:
                self.setsockopt(LINGER, linger)
            if self._number is not None:
                _jevent.selection.unregister(self._number)
            _zmq.close(self._java)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()


class Poller(object):
    """Waits for several sockets, those of gevent too."""

    def __init__(self):
        self._flags = {}

    def __contains__(self, socket):
        return socket in self._flags

    def register(self, socket, flags=POLLIN | POLLOUT):
        if flags:
            self._flags[socket] = flags
        else:
            self._flags.pop(socket, None)

    modify = register

    def unregister(self, socket):
        del self._flags[socket]

    def poll(self, timeout=None):
        """Returns the sockets that are ready, and for what, after some milliseconds at most."""
        begun = [s for s, flags in self._flags.items() if flags & POLLIN and getattr(s, '_more', None)]
        limit = 0.0 if begun else (None if timeout is None or timeout < 0 else timeout / 1000.0)
        readable, writable, _ = select([s for s, flags in self._flags.items() if flags & POLLIN],
                                       [s for s, flags in self._flags.items() if flags & POLLOUT], [], limit)
        found = {}
        for sockets, flag in ((begun + readable, POLLIN), (writable, POLLOUT)):
            for each in sockets:
                found[each] = found.get(each, 0) | flag
        return list(found.items())
