# SPDX-License-Identifier: Apache-2.0
"""Process, Pipe, Queue and Pool with child JVMs: the JVM cannot fork."""
from __future__ import absolute_import
import os
import pickle

from _jevent_child import Child, Counter, make_pipe, end_of, fork_point
from gevent.event import Event as _Event
from gevent.greenlet import Greenlet as _Greenlet

__all__ = ['Process', 'Pipe', 'Pool', 'Queue', 'cpu_count', 'current_process', 'active_children', 'freeze_support',
           'TimeoutError', 'ProcessError']


class ProcessError(Exception):
    """A process failed."""


class TimeoutError(ProcessError):
    """A process took too long."""


class Connection(object):
    """An end of a pipe."""

    def __init__(self, end):
        self._end = end
        self.closed = False

    def send(self, obj):
        self._end.send_bytes(pickle.dumps(obj, 2))

    def recv(self):
        return pickle.loads(self._end.recv_bytes())

    def send_bytes(self, data, offset=0, size=None):
        self._end.send_bytes(bytes(data[offset:] if size is None else data[offset:offset + size]))

    def recv_bytes(self, maxlength=None):
        return self._end.recv_bytes()

    def poll(self, timeout=0.0):
        return self._end.poll(timeout)

    def fileno(self):
        return self._end.fileno()

    def close(self):
        self.closed = True
        self._end.close()

    def __reduce__(self):
        return _connection, (self._end.index, self._end.side)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()


def _connection(index, side):
    return Connection(end_of(index, side))


def Pipe(duplex=True):
    """Makes the two ends of a pipe; a process may have one of them as an argument."""
    first, second = make_pipe()
    return Connection(first), Connection(second)


class Queue(object):
    """Items between processes."""

    def __init__(self, maxsize=0):
        self._reader, self._writer = Pipe()

    def put(self, obj, block=True, timeout=None):
        self._writer.send(obj)

    def get(self, block=True, timeout=None):
        if not block or timeout is not None:
            if not self._reader.poll(timeout if block else 0):
                from gevent.queue import Empty
                raise Empty
        return self._reader.recv()

    put_nowait = put

    def get_nowait(self):
        return self.get(False)

    def empty(self):
        return not self._reader.poll()

    def close(self):
        pass

    join_thread = cancel_join_thread = close


SimpleQueue = JoinableQueue = Queue
_children = set()


class Process(object):
    """A function that runs in a child JVM."""

    _count = [0]

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, daemon=None):
        Process._count[0] += 1
        self.name = name or 'Process-%d' % Process._count[0]
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs or {})
        self.daemon = bool(daemon)
        self._child = self._runner = None
        self.exitcode = None
        self._parent_pid = os.getpid()

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Starts the child."""
        assert self._child is None, 'cannot start a process twice'
        place = fork_point()
        if place is None:
            return
        self._child = Child(place)
        _children.add(self)
        function, args, kwargs = (self._target, self._args, self._kwargs) if type(self) is Process else (
            _run_process, (self,), {})
        self._runner = _Greenlet.spawn(self._follow, function, args, kwargs)

    def _follow(self, function, args, kwargs):
        try:
            answer = self._child.call(function, args, kwargs)
            if answer[0] == 'exit':
                self.exitcode = answer[1] if isinstance(answer[1], int) else (0 if answer[1] is None else 1)
            else:
                self.exitcode = 0 if answer[0] else 1
        except (EOFError, IOError, OSError):
            self.exitcode = self._child.process.wait()
        self._child.stop()
        self._child.process.wait()
        _children.discard(self)

    def __getstate__(self):
        state = dict(self.__dict__)
        state['_child'] = state['_runner'] = None
        return state

    @property
    def pid(self):
        return None if self._child is None else self._child.process.pid

    ident = pid

    def is_alive(self):
        return self._runner is not None and not self._runner.ready()

    def join(self, timeout=None):
        if self._runner is not None:
            self._runner.join(timeout)

    def terminate(self):
        if self._child is not None:
            self._child.process.terminate()

    def kill(self):
        if self._child is not None:
            self._child.process.kill()

    def close(self):
        pass

    def __repr__(self):
        state = 'initial' if self._child is None else 'started' if self.is_alive() else 'stopped'
        return '<Process name=%r parent=%d %s>' % (self.name, self._parent_pid, state)


def _run_process(process):
    process.run()


class _MainProcess(object):
    name = 'MainProcess'
    daemon = False
    exitcode = None
    pid = ident = property(lambda self: os.getpid())

    @staticmethod
    def is_alive():
        return True


_main_process = _MainProcess()


def current_process():
    return _main_process


parent_process = lambda: None  # noqa: E731


def active_children():
    return [p for p in list(_children) if p.is_alive()]


def cpu_count():
    from gevent._kernel import kernel
    return int(kernel.processors())


def freeze_support():
    """Does nothing."""


def get_start_method(allow_none=False):
    return 'spawn'


def set_start_method(method, force=False):
    if method != 'spawn':
        raise ValueError('the JVM cannot fork: the start method is spawn')


def get_context(method=None):
    import multiprocessing
    return multiprocessing


def Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None):
    from multiprocessing.pool import Pool as pool
    return pool(processes, initializer, initargs, maxtasksperchild)


def Event():
    return _Event()
