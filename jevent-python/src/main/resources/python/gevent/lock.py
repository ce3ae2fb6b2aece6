# SPDX-License-Identifier: Apache-2.0
"""Semaphores and locks."""
from __future__ import absolute_import

from gevent._kernel import primitives, Limit
from gevent.event import _Linkable
from gevent.hub import getcurrent

__all__ = ['Semaphore', 'BoundedSemaphore', 'DummySemaphore', 'RLock']


class Semaphore(_Linkable):
    """A counter that greenlets wait to take from."""

    _bounded = False

    def __init__(self, value=1, hub=None):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._initial = value
        self._java = primitives.semaphore(value, False)

    @property
    def counter(self):
        return int(self._java.available())

    def locked(self):
        return self.counter <= 0

    def ready(self):
        return self.counter > 0

    def acquire(self, blocking=True, timeout=None):
        """Takes one; waits until there is one."""
        if not blocking:
            return bool(primitives.acquire(self._java, 0.0))
        self._waiting += 1
        try:
            if timeout is None:
                return bool(primitives.acquire(self._java, -1.0))
            return bool(Limit(timeout).run(primitives.acquire, self._java))
        finally:
            self._waiting -= 1

    def release(self):
        """Gives one back, and returns how many there are."""
        self._java.release()
        return self.counter

    def wait(self, timeout=None):
        """Waits until there is one, without taking it."""
        Limit(timeout).run(primitives.awaitAvailable, self._java)
        return self.counter

    def __enter__(self):
        self.acquire()

    def __exit__(self, kind, value, tb):
        self.release()

    def __repr__(self):
        return '<%s at %s counter=%s _links[%d]>' % (
            type(self).__name__, hex(id(self)), self.counter, self.linkcount())


class BoundedSemaphore(Semaphore):
    """A semaphore that is never released more often than acquired."""

    _OVER_RELEASE_ERROR = ValueError

    def release(self):
        if self.counter >= self._initial:
            raise self._OVER_RELEASE_ERROR('Semaphore released too many times')
        return Semaphore.release(self)


class DummySemaphore(object):
    """A semaphore that is always available."""

    def __init__(self, value=None):
        pass

    def locked(self):
        return False

    def ready(self):
        return True

    def release(self):
        """Does nothing."""

    def rawlink(self, callback):
        """Does nothing."""

    def unlink(self, callback):
        """Does nothing."""

    def wait(self, timeout=None):
        return 1

    def acquire(self, blocking=True, timeout=None):
        return True

    def __enter__(self):
        pass

    def __exit__(self, kind, value, tb):
        pass


class RLock(object):
    """A lock that its owner may take again."""

    def __init__(self, hub=None):
        self._block = Semaphore(1)
        self._owner = None
        self._count = 0

    def __repr__(self):
        return '<%s at %s _block=%s _count=%r _owner=%r)>' % (
            type(self).__name__, hex(id(self)), self._block, self._count, self._owner)

    def acquire(self, blocking=True, timeout=None):
        """Takes the lock; returns whether it could."""
        me = getcurrent()
        if self._owner is me:
            self._count += 1
            return 1
        if timeout is not None and not hasattr(timeout, 'start') and timeout < 0:
            timeout = None
        if self._block.acquire(blocking, timeout):
            self._owner = me
            self._count = 1
            return True
        return False

    def __enter__(self):
        return self.acquire()

    def release(self):
        """Gives the lock back."""
        if self._owner is not getcurrent():
            raise RuntimeError('cannot release un-acquired lock. Owner: %r Current: %r' % (self._owner, getcurrent()))
        self._count -= 1
        if not self._count:
            self._owner = None
            self._block.release()

    def __exit__(self, kind, value, tb):
        self.release()

    def locked(self):
        return self._count > 0

    def _acquire_restore(self, state):
        self._block.acquire()
        self._count, self._owner = state

    def _release_save(self):
        state = (self._count, self._owner)
        self._count = 0
        self._owner = None
        self._block.release()
        return state

    def _is_owned(self):
        return self._owner is getcurrent()
