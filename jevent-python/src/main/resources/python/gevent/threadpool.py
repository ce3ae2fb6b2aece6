# SPDX-License-Identifier: Apache-2.0
"""A pool of threads for what would stop all greenlets."""
from __future__ import absolute_import
import sys
import time

from gevent._kernel import kernel
from gevent.event import AsyncResult
from gevent.greenlet import Greenlet
from gevent.hub import get_hub
from gevent.pool import Group
from gevent.timeout import Timeout

try:
    from concurrent.futures import TimeoutError
except ImportError:     # of Python 2, which has no such module of its own
    class TimeoutError(Exception):
        """The time for a result has passed."""

__all__ = ['ThreadPool', 'ThreadPoolExecutor', 'ThreadResult']


def _check(maxsize):
    if not isinstance(maxsize, int):
        raise TypeError('maxsize must be integer: %r' % (maxsize,))
    if maxsize < 0:
        raise ValueError('maxsize must not be negative: %r' % (maxsize,))


class ThreadPool(Group):
    """Calls functions on threads of their own."""

    def __init__(self, maxsize, hub=None, idle_task_timeout=-1):
        _check(maxsize)
        Group.__init__(self)
        self._maxsize = maxsize
        self.hub = hub or get_hub()
        self._java = kernel.threadPool(maxsize)
        self._tasks = 0

    def __repr__(self):
        return '<%s at %s tasks=%s size=%s maxsize=%s hub=%s>' % (
            type(self).__name__, hex(id(self)), self._tasks, self.size, self.maxsize, self.hub)

    def __len__(self):
        return self._tasks

    @property
    def maxsize(self):
        """The most threads."""
        return self._maxsize

    @maxsize.setter
    def maxsize(self, value):
        _check(value)
        self._maxsize = value
        kernel.limitThreads(self._java, value)

    @property
    def size(self):
        """The threads that there are; they start when they are needed."""
        return int(self._java.threads())

    @size.setter
    def size(self, value):
        if value < 0:
            raise ValueError('Size of the pool cannot be negative: %r' % (value,))
        if value > self._maxsize:
            raise ValueError('Size of the pool cannot be bigger than maxsize: %r > %r' % (value, self._maxsize))

    def adjust(self):
        """Does nothing: threads start when they are needed."""

    def spawn(self, func, *args, **kwargs):
        """Has a function called; returns an AsyncResult."""
        result = AsyncResult()
        outcome = []

        def work():
            try:
                outcome.append((func(*args, **kwargs), None))
            except BaseException:
                outcome.append((None, sys.exc_info()))

        def done():
            self._tasks -= 1
            value, problem = outcome[0] if outcome else (None, (RuntimeError, RuntimeError('the pool was killed'), None))
            if problem is None:
                result.set(value)
            else:
                result.set_exception(problem[1], problem)
                self.hub.handle_error((self, func), *problem)
        self._tasks += 1
        kernel.submit(self._java, work, done)
        return result

    def apply(self, func, args=None, kwds=None):
        return self.spawn(func, *(args or ()), **(kwds or {})).get()

    def apply_async(self, func, args=None, kwds=None, callback=None):
        return Greenlet.spawn(self.apply_cb, func, args, kwds, callback)

    def join(self):
        from gevent.greenlet import sleep
        while self._tasks > 0:
            sleep(0.0005)

    def kill(self):
        self._java.kill()


class ThreadResult(AsyncResult):
    """The result of a call on a thread."""


class _Future(object):
    """The result of a call as a future of concurrent.futures."""

    def __init__(self, result):
        self.asyncresult = result
        self.__condition = self.__waiters = None

    def result(self, timeout=None):
        try:
            return self.asyncresult.get(timeout=timeout)
        except Timeout:
            raise TimeoutError()

    def exception(self, timeout=None):
        try:
            self.asyncresult.get(timeout=timeout)
            return self.asyncresult.exception
        except Timeout:
            raise TimeoutError()

    def add_done_callback(self, fn):
        """Calls fn(self) when the result is there."""
        if self.done():
            fn(self)
        else:
            self.rawlink(fn)

    def rawlink(self, fn):
        self.asyncresult.rawlink(lambda _: fn(self))

    def set_running_or_notify_cancel(self):
        """Does nothing."""

    # ---- what wait() and as_completed() of concurrent.futures use

    @property
    def _state(self):
        return 'FINISHED' if self.done() else 'RUNNING'

    @property
    def _condition(self):
        if self.__condition is None:
            import threading
            self.__condition = threading.Condition()
        return self.__condition

    @property
    def _waiters(self):
        if self.__waiters is None:
            self.__waiters = []
            self.asyncresult.rawlink(self.__tell)
        return self.__waiters

    def __tell(self, _):
        for waiter in self.__waiters:
            if self.successful():
                waiter.add_result(self)
            else:
                waiter.add_exception(self)

    def __str__(self):
        return str(self.asyncresult)

    def __getattr__(self, name):
        return getattr(self.asyncresult, name)


class ThreadPoolExecutor(object):
    """A pool of threads with the interface of concurrent.futures."""

    def __init__(self, max_workers=10, *args, **kwargs):
        self._threadpool = ThreadPool(max_workers)
        self._shut = False

    def submit(self, fn, *args, **kwargs):
        if self._shut:
            raise RuntimeError('cannot schedule new futures after shutdown')
        return _Future(self._threadpool.spawn(fn, *args, **kwargs))

    def map(self, fn, *iterables, **kwargs):
        """Iterates over the results in the order of the items; keywords are timeout, in seconds, and chunksize."""
        timeout = kwargs.get('timeout')
        end = None if timeout is None else time.time() + timeout
        return self._results([self.submit(fn, *args) for args in zip(*iterables)], end)

    @staticmethod
    def _results(futures, end):
        for future in futures:
            yield future.result(None if end is None else max(end - time.time(), 0))

    def shutdown(self, wait=True, **kwargs):
        self._shut = True
        if wait:
            self._threadpool.join()

    kill = shutdown

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.shutdown()
