# SPDX-License-Identifier: Apache-2.0
"""ZeroMQ by jevent's sockets, whose calls let other greenlets run: the part of pyzmq that programs of gevent use."""
from __future__ import absolute_import
import json
import pickle

import _jevent
from gevent._kernel import tobytes, text, seconds

_zmq = getattr(_jevent, 'zmq', None)
if _zmq is None:
    raise ImportError('zmq needs jevent-zmq on the class path')

PAIR, PUB, SUB, REQ, REP, DEALER, ROUTER, PULL, PUSH, XPUB, XSUB = range(11)
XREQ, XREP = DEALER, ROUTER
_TYPES = ['PAIR', 'PUB', 'SUB', 'REQ', 'REP', 'DEALER', 'ROUTER', 'PULL', 'PUSH', 'XPUB', 'XSUB']
NOBLOCK = DONTWAIT = 1
SNDMORE = 2
SUBSCRIBE, UNSUBSCRIBE = 6, 7
RCVMORE, LINGER, RCVTIMEO, SNDTIMEO = 13, 17, 27, 28
POLLIN, POLLOUT = 1, 2
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


class Socket(object):
    """A socket of ZeroMQ."""

    def __init__(self, context, socket_type):
        self.context = context
        self.type = self.socket_type = socket_type
        self._java = _zmq.socket(context._java, _TYPES[socket_type])
        self._frames = []
        self._more = []
        self._limits = {RCVTIMEO: -1, SNDTIMEO: -1}
        self.closed = False

    def bind(self, address):
        _zmq.bind(self._java, address)

    def bind_to_random_port(self, address, min_port=None, max_port=None, max_tries=100):
        bound = text(_zmq.bind(self._java, address + ':0'))
        return int(bound.rsplit(':', 1)[1])

    def connect(self, address):
        _zmq.connect(self._java, address)

    def send(self, data, flags=0, copy=True, track=False):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('%r: unicode not allowed, use send_string' % (data,)) if not isinstance(data, bytes) else data
        self._frames.append(bytes(data))
        if not flags & SNDMORE:
            frames, self._frames = self._frames, []
            _zmq.send(self._java, frames)

    def send_multipart(self, parts, flags=0, copy=True, track=False):
        _zmq.send(self._java, [bytes(part) for part in parts])

    def recv(self, flags=0, copy=True, track=False):
        if not self._more:
            self._more = self.recv_multipart(flags)
        return self._more.pop(0)

    def recv_multipart(self, flags=0, copy=True, track=False):
        if self._more:
            frames, self._more = self._more, []
            return frames
        limit = 0.0 if flags & NOBLOCK else (
            None if self._limits[RCVTIMEO] < 0 else self._limits[RCVTIMEO] / 1000.0)
        frames = _zmq.receive(self._java, seconds(limit))
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
            _zmq.subscribe(self._java, value if isinstance(value, str) else value.decode('utf-8'), option == SUBSCRIBE)
        else:
            self._limits[option] = value

    set = setsockopt

    def setsockopt_string(self, option, value):
        self.setsockopt(option, value)

    def getsockopt(self, option):
        return len(self._more) > 0 if option == RCVMORE else self._limits.get(option, -1)

    get = getsockopt

    def subscribe(self, topic):
        self.setsockopt(SUBSCRIBE, topic)

    def close(self, linger=None):
        if not self.closed:
            self.closed = True
            _zmq.close(self._java)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()
