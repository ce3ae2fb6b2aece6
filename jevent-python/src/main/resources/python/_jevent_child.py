# SPDX-License-Identifier: Apache-2.0
"""Child JVMs for multiprocessing and gipc: what both sides of their connection do.

The child runs the main script again, without output, up to the place where the parent started the child. So it has what a
fork would have given it at that place. The n-th pipe that it makes on the way is the n-th pipe of the parent; the parent
passes on what goes through it.
"""
from __future__ import absolute_import
import io
import os
import pickle
import struct
import sys
import types

import _jevent
from gevent import socket
from gevent.event import Event
from gevent.greenlet import Greenlet
from gevent.lock import Semaphore

_VARIABLE = 'JEVENT_PYTHON_CHILD'
_LIMIT = 1 << 30
IN_CHILD = _VARIABLE in os.environ


class ForkPoint(BaseException):
    """Ends the run of the main script in a child: here the parent started it."""


class Counter(object):
    """Counts the places where the main script makes pipes and children."""
    ends = []        # both ends of each pipe
    starts = 0
    replaying = False
    stop_at = -1


def write_frame(sock, data):
    sock.sendall(struct.pack('>I', len(data)) + data)


def read_exactly(sock, size):
    parts = []
    while size > 0:
        data = sock.recv(min(size, 65536))
        if not data:
            raise EOFError
        parts.append(data)
        size -= len(data)
    return b''.join(parts)


def read_frame(sock):
    size, = struct.unpack('>I', read_exactly(sock, 4))
    if size > _LIMIT:
        raise IOError('a message of %d bytes is larger than %d' % (size, _LIMIT))
    return read_exactly(sock, size)


class End(object):
    """One end of a pipe, in the process that made it."""

    def __init__(self, sock, index, side):
        self.sock, self.index, self.side = sock, index, side
        self.reading = Semaphore(1)
        self.writing = Semaphore(1)

    def send_bytes(self, data):
        with self.writing:
            write_frame(self.sock, data)

    def recv_bytes(self):
        with self.reading:
            return read_frame(self.sock)

    def fileno(self):
        return self.sock.fileno()

    def poll(self, timeout=0.0):
        from gevent.select import select
        return bool(select([self.sock], [], [], timeout)[0])

    def close(self):
        self.sock.close()


class RemoteEnd(object):
    """One end of a pipe of the parent, in a child."""

    def __init__(self, index, side):
        self.index, self.side = index, side
        self._in = self._out = None

    def _connect(self, what):
        return _call_parent((what, self.index, self.side))

    def send_bytes(self, data):
        if self._out is None:
            self._out = self._connect('write')
        write_frame(self._out, data)
        read_exactly(self._out, 1)

    def recv_bytes(self):
        self._open_in()
        return read_frame(self._in)

    def _open_in(self):
        if self._in is None:
            self._in = self._connect('read')

    def fileno(self):
        self._open_in()
        return self._in.fileno()

    def poll(self, timeout=0.0):
        from gevent.select import select
        self._open_in()
        return bool(select([self._in], [], [], timeout)[0])

    def close(self):
        for s in (self._in, self._out):
            if s is not None:
                s.close()


def make_pipe():
    """Makes the two ends of a pipe."""
    index = len(Counter.ends)
    if IN_CHILD and Counter.replaying:
        ends = RemoteEnd(index, 0), RemoteEnd(index, 1)
    else:
        first, second = socket.socketpair()
        ends = End(first, index, 0), End(second, index, 1)
    Counter.ends.append(ends)
    return ends


def end_of(index, side):
    """The end of a pipe that came from the parent."""
    if IN_CHILD:
        return RemoteEnd(index, side)
    return Counter.ends[index][side]


# ---- the parent

class _Parent(object):
    """Serves the children of this process on a loopback address."""

    def __init__(self):
        self.token = os.urandom(16)
        self.listener = socket.socket()
        self.listener.bind(('127.0.0.1', 0))
        self.listener.listen(64)
        self.waiting = {}
        self.loop = Greenlet.spawn(self._accept)

    def _accept(self):
        while True:
            sock, _ = self.listener.accept()
            Greenlet.spawn(self._serve, sock)

    def _serve(self, sock):
        try:
            sock.settimeout(30)
            if read_exactly(sock, len(self.token)) != self.token:
                return
            request = pickle.loads(read_frame(sock))
            sock.settimeout(None)
            getattr(self, '_serve_' + request[0])(sock, *request[1:])
        except (EOFError, IOError, OSError):
            pass
        finally:
            if sock is not None:
                pass

    def _serve_child(self, sock, number):
        self.waiting.pop(number).set_result(sock)

    @staticmethod
    def _serve_read(sock, index, side):
        end = Counter.ends[index][side]
        while True:
            write_frame(sock, end.recv_bytes())

    @staticmethod
    def _serve_write(sock, index, side):
        end = Counter.ends[index][side]
        while True:
            end.send_bytes(read_frame(sock))
            sock.sendall(b'.')


_parent = []


def _the_parent():
    if not _parent:
        _parent.append(_Parent())
    return _parent[0]


class Child(object):
    """A child JVM that runs what it is sent."""

    _numbers = [0]

    def __init__(self, place):
        from gevent.event import AsyncResult
        from gevent.subprocess import Popen
        parent = _the_parent()
        Child._numbers[0] += 1
        number = Child._numbers[0]
        self.connected = parent.waiting[number] = AsyncResult()
        main = sys.modules['__main__']
        env = dict(os.environ)
        token = ''.join('%02x' % b for b in bytearray(parent.token))
        env[_VARIABLE] = '%d:%s:%d:%d:%s' % (parent.listener.getsockname()[1], token, number, place,
                                            os.path.abspath(getattr(main, '__file__', '') or ''))
        command = [str(c) for c in _jevent.processes.childCommand(['-m', '_jevent_child_main'])]
        self.process = Popen(command, env=env)
        self._watch = Greenlet.spawn(self._ended)
        self._use = Semaphore(1)
        self.connected.get()    # a child that was forked would be there at once

    def _ended(self):
        status = self.process.wait()
        if not self.connected.ready():
            self.connected.set_exception(EOFError('the child process ended with status %s' % status))

    def send(self, value):
        write_frame(self.connected.get(), pickle.dumps(value, 2))

    def recv(self):
        return pickle.loads(read_frame(self.connected.get()))

    def call(self, function, args, kwargs):
        """Calls a function in the child; returns whether it returned, and its result or exception."""
        with self._use:
            self.send((function, args, kwargs))
            return self.recv()

    def stop(self):
        if self.connected.ready() and self.connected.successful():
            self.connected.get().close()
        elif self.process.poll() is None:
            self.process.terminate()


def fork_point():
    """Called where children are started. Returns the number of the place; None in a child that replays the main script
    and has not yet come to its own place, where this call ends the replay."""
    place = Counter.starts
    if Counter.replaying and place == Counter.stop_at:
        raise ForkPoint()
    Counter.starts += 1
    return None if Counter.replaying else place


# ---- the child

def _settings():
    port, token, number, place, script = os.environ[_VARIABLE].split(':', 4)
    return int(port), bytes(bytearray(int(token[i:i + 2], 16) for i in range(0, len(token), 2))), int(number), \
        int(place), script


def _call_parent(request):
    port, token = _settings()[:2]
    sock = socket.create_connection(('127.0.0.1', port))
    sock.sendall(token)
    write_frame(sock, pickle.dumps(request, 2))
    return sock


def _replay(script, place):
    """Runs the main script up to the place where this child was started."""
    module = types.ModuleType('__mp_main__')
    module.__file__ = script
    sys.modules['__mp_main__'] = sys.modules['__main__'] = module
    if not script or not os.path.exists(script):
        return
    sys.path.insert(0, os.path.dirname(script))
    Counter.replaying, Counter.stop_at = True, place
    out, sys.stdout = sys.stdout, io.BytesIO() if sys.version_info[0] == 2 else io.StringIO()
    try:
        with open(script, 'rb') as f:
            code = compile(f.read(), script, 'exec', 0, 1)
        exec(code, module.__dict__)
    except ForkPoint:
        pass
    finally:
        sys.stdout = out
        Counter.replaying = False


def child_main():
    """Answers the calls of the parent until it closes the connection."""
    _, _, number, place, script = _settings()
    _replay(script, place)
    sock = _call_parent(('child', number))
    while True:
        try:
            function, args, kwargs = pickle.loads(read_frame(sock))
        except EOFError:
            return
        try:
            answer = (True, function(*args, **kwargs))
        except SystemExit as e:
            answer = ('exit', e.code)
        except BaseException as e:
            import traceback
            traceback.print_exc()
            answer = (False, e)
        sys.stdout.flush()
        try:
            data = pickle.dumps(answer, 2)
        except Exception as e:
            data = pickle.dumps((False, RuntimeError('the result cannot be sent: %s' % e)), 2)
        write_frame(sock, data)
