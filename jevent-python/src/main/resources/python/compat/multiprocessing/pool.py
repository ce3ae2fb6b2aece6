# SPDX-License-Identifier: Apache-2.0
"""A pool of child JVMs. It has at most as many as the machine has processors: more would only compete."""
from __future__ import absolute_import

from _jevent_child import Child, fork_point
from gevent.lock import Semaphore
from gevent.pool import Group, Pool as _Greenlets
from gevent.queue import Queue
from gevent.timeout import Timeout
from multiprocessing import TimeoutError, cpu_count

__all__ = ['Pool', 'ThreadPool']


class _Outcome(object):
    def __init__(self, ok, value):
        self.ok, self.value = ok, value

    def get(self):
        if not self.ok:
            raise self.value
        return self.value


def _outcome(function, *args):
    try:
        return _Outcome(True, function(*args))
    except Exception as e:
        return _Outcome(False, e)


class AsyncResult(object):
    """A result that comes later."""

    def __init__(self, greenlet, callback=None, error_callback=None):
        self._greenlet = greenlet

        def ended(source):
            told = callback if source.value.ok else error_callback
            if told is not None:
                told(source.value.value)
        if callback is not None or error_callback is not None:
            greenlet.link_value(ended)

    def get(self, timeout=None):
        try:
            outcome = self._greenlet.get(timeout=timeout)
        except Timeout:
            raise TimeoutError
        return outcome.get()

    def wait(self, timeout=None):
        self._greenlet.join(timeout)

    def ready(self):
        return self._greenlet.ready()

    def successful(self):
        if not self.ready():
            raise ValueError('%r not ready' % (self,))
        return self._greenlet.successful() and self._greenlet.value.ok


def _size(processes):
    if processes is not None and processes < 1:
        raise ValueError('Number of processes must be at least 1')
    return processes or cpu_count()


class Pool(object):
    """Calls functions in child JVMs."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        size = min(_size(processes), max(cpu_count(), 1))
        self._place = fork_point()
        self._initializer, self._initargs = initializer, tuple(initargs)
        self._free = Queue()
        self._children = []
        self._size = size
        self._begin(size)

    def _begin(self, size):
        self._work = _Greenlets(size)
        self._calls = Group()
        self._closed = False

    def _child(self):
        if self._free.empty() and len(self._children) < self._size:
            child = Child(self._place)
            self._children.append(child)
            if self._initializer is not None:
                child.call(self._initializer, self._initargs, {})
            return child
        return self._free.get()

    def _call(self, func, args, kwds):
        if self._place is None:
            return _Outcome(True, func(*args, **kwds))
        child = self._child()
        try:
            ok, value = child.call(func, args, kwds)
        finally:
            self._free.put(child)
        return _Outcome(ok is True, value)

    def _checked(self):
        if self._closed:
            raise ValueError('Pool not running')

    def _later(self, function, args, callback, error_callback):
        self._checked()
        return AsyncResult(self._calls.spawn(_outcome, function, *args), callback, error_callback)

    def _one(self, func, args, kwds):
        return self._call(func, args, kwds).get()

    def _all(self, func, calls):
        return [o.get() for o in self._work.map(lambda args: self._call(func, args, {}), calls)]

    def apply(self, func, args=(), kwds=None):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds=None, callback=None, error_callback=None):
        return self._later(self._one, (func, tuple(args), dict(kwds or {})), callback, error_callback)

    def map(self, func, iterable, chunksize=None):
        return self.map_async(func, iterable).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._later(self._all, (func, [(x,) for x in iterable]), callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self.starmap_async(func, iterable).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._later(self._all, (func, [tuple(args) for args in iterable]), callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        self._checked()
        return (o.get() for o in self._work.imap(lambda x: self._call(func, (x,), {}), iterable))

    def imap_unordered(self, func, iterable, chunksize=1):
        self._checked()
        return (o.get() for o in self._work.imap_unordered(lambda x: self._call(func, (x,), {}), iterable))

    def close(self):
        self._closed = True

    def terminate(self):
        self._closed = True
        for child in self._children:
            child.stop()

    def join(self):
        self._calls.join()
        self._work.join()
        self.terminate()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.terminate()


class ThreadPool(Pool):
    """Calls functions in greenlets of this JVM, so many at a time."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        size = _size(processes)
        self._begin(size)
        self._slots = Semaphore(size)
        for _ in range(size if initializer is not None else 0):
            initializer(*initargs)

    def _call(self, func, args, kwds):
        with self._slots:
            return _outcome(lambda: func(*args, **kwds))

    def terminate(self):
        self._closed = True
        self._calls.kill()
        self._work.kill()

    def join(self):
        if not self._closed:
            raise ValueError('Pool is still running')
        self._calls.join()
        self._work.join()
