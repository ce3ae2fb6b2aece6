# SPDX-License-Identifier: Apache-2.0
"""A pool of child JVMs. It has at most as many as the machine has processors: more would only compete."""
from __future__ import absolute_import

from _jevent_child import Child, fork_point
from gevent.event import AsyncResult as _Result
from gevent.greenlet import Greenlet
from gevent.pool import Pool as _Greenlets
from gevent.queue import Queue
from gevent.timeout import Timeout
from multiprocessing import TimeoutError, cpu_count

__all__ = ['Pool', 'ThreadPool']


class AsyncResult(object):
    """A result that comes later."""

    def __init__(self, greenlet):
        self._greenlet = greenlet

    def get(self, timeout=None):
        try:
            return self._greenlet.get(timeout=timeout)
        except Timeout:
            raise TimeoutError

    def wait(self, timeout=None):
        self._greenlet.join(timeout)

    def ready(self):
        return self._greenlet.ready()

    def successful(self):
        return self._greenlet.successful()


class _Outcome(object):
    def __init__(self, ok, value):
        self.ok, self.value = ok, value

    def get(self):
        if not self.ok:
            raise self.value
        return self.value


class Pool(object):
    """Calls functions in child JVMs."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        if processes is not None and processes < 1:
            raise ValueError('Number of processes must be at least 1')
        self._place = fork_point()
        size = min(processes or cpu_count(), max(cpu_count(), 1))
        self._initializer, self._initargs = initializer, tuple(initargs)
        self._free = Queue()
        self._children = []
        self._size = size
        self._work = _Greenlets(size)
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

    def _one(self, func, args, kwds):
        return self._call(func, args, kwds).get()

    def apply(self, func, args=(), kwds=None):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds=None, callback=None, error_callback=None):
        self._checked()
        g = Greenlet.spawn(self._one, func, tuple(args), dict(kwds or {}))
        if callback is not None:
            g.link_value(lambda source: callback(source.value))
        if error_callback is not None:
            g.link_exception(lambda source: error_callback(source.exception))
        return AsyncResult(g)

    def map(self, func, iterable, chunksize=None):
        return list(self.imap(func, iterable))

    def map_async(self, func, iterable, chunksize=None, callback=None):
        g = Greenlet.spawn(self.map, func, list(iterable))
        if callback is not None:
            g.link_value(lambda source: callback(source.value))
        return AsyncResult(g)

    def starmap(self, func, iterable, chunksize=None):
        return [o.get() for o in self._work.map(lambda args: self._call(func, tuple(args), {}), iterable)]

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
        self._work.join()
        self.terminate()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.terminate()


ThreadPool = _Greenlets
