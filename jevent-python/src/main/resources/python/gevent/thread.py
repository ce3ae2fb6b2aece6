# SPDX-License-Identifier: Apache-2.0
"""Threads that are greenlets, and their locks."""
from __future__ import absolute_import

from gevent._kernel import PY2
from gevent.greenlet import Greenlet
from gevent.hub import getcurrent, GreenletExit, sleep
from gevent.lock import BoundedSemaphore

if PY2:
    import thread as _thread
    error = _thread.error if isinstance(_thread.error, type) else type('error', (Exception,), {})  # a text in Jython
else:
    error = RuntimeError
from gevent.local import local as _local  # noqa: E402

__all__ = ['start_new_thread', 'get_ident', 'exit', 'allocate_lock', 'LockType', 'error', '_local']


def get_ident(gr=None):
    return id(gr if gr is not None else getcurrent())


def start_new_thread(function, args=(), kwargs=None):
    """Runs a function in a greenlet."""
    if not isinstance(args, tuple):
        args = tuple(args)
    return get_ident(Greenlet.spawn(function, *args, **(kwargs or {})))


class LockType(BoundedSemaphore):
    """A lock of the thread module."""

    _OVER_RELEASE_ERROR = error

    def __init__(self):
        BoundedSemaphore.__init__(self, 1)

    def acquire(self, blocking=True, timeout=-1):
        if timeout == -1 or timeout is None:
            timeout = None
        elif not blocking:
            raise ValueError("can't specify a timeout for a non-blocking call")
        elif timeout < 0:
            raise ValueError('timeout value must be strictly positive')
        taken = BoundedSemaphore.acquire(self, blocking, timeout)
        if not taken and not blocking:
            sleep()
        return taken

    def __enter__(self):
        return self.acquire()


allocate_lock = LockType


def exit():
    raise GreenletExit
