# SPDX-License-Identifier: Apache-2.0
"""What makes the threading module of the standard library work with greenlets."""
from __future__ import absolute_import

from gevent import thread as _thread
from gevent._kernel import JYTHON
from gevent.hub import get_hub, getcurrent
from gevent.lock import RLock
from gevent.local import local

Lock = _thread.allocate_lock
_allocate_lock = Lock
_get_ident = _thread.get_ident
_start_new_thread = _thread.start_new_thread
__all__ = ['local', 'Lock', 'RLock']


class _RLock(RLock):
    """A lock that prints as the one of the module."""

    def __repr__(self):
        return '<%s threading._RLock object owner=%r count=%d at %s>' % (
            'locked' if self._count else 'unlocked', self._owner and id(self._owner), self._count, hex(id(self)))

    def release(self):
        if not self._is_owned():
            raise RuntimeError('cannot release un-acquired lock')
        RLock.release(self)


class Condition(object):
    """A condition over a lock of greenlets, for Jython, whose own takes only its own locks."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        """Releases the lock until a notify, or until the time has passed, and takes it again."""
        from gevent.event import Event
        woken = Event()
        self._waiters.append(woken)
        state = self._lock._release_save() if hasattr(self._lock, '_release_save') else self._lock.release()
        try:
            woken.wait(timeout)
        finally:
            if woken in self._waiters:
                self._waiters.remove(woken)
            if hasattr(self._lock, '_acquire_restore'):
                self._lock._acquire_restore(state)
            else:
                self._lock.acquire()

    def notify(self, n=1):
        """Wakes some that wait."""
        for woken in self._waiters[:n]:
            self._waiters.remove(woken)
            woken.set()

    def notify_all(self):
        """Wakes all that wait."""
        self.notify(len(self._waiters))

    notifyAll = notify_all


def _sentinel():
    """A lock that is released when the current greenlet ends; Thread.join waits for it."""
    lock = Lock()

    def ended(_):
        if lock.locked():
            lock.release()
    g = getcurrent()
    if hasattr(g, 'rawlink'):
        g.rawlink(ended)
    return lock


def _patch(threading, patch_item):
    """Puts greenlets under the threads of the module."""
    if JYTHON:
        _patch_jython(threading, patch_item)
        return
    patch_item(threading, '_start_new_thread', _start_new_thread)
    patch_item(threading, '_allocate_lock', Lock)
    patch_item(threading, 'Lock', Lock)
    patch_item(threading, '_CRLock', None)
    patch_item(threading, 'RLock', _RLock)
    patch_item(threading, 'get_ident', _get_ident)
    patch_item(threading, '_PyRLock', _RLock)
    if hasattr(threading, '_get_ident'):
        patch_item(threading, '_get_ident', _get_ident)
    main = threading.main_thread()
    threading._active.pop(main.ident, None)
    main._ident = _get_ident()
    threading._active[main.ident] = main
    if hasattr(threading, '_set_sentinel'):
        patch_item(threading, '_set_sentinel', _sentinel)


def _patch_jython(threading, patch_item):
    """The module of Jython is one over Java's threads: a thread gets a greenlet instead of one of them."""
    from gevent.greenlet import Greenlet
    from gevent.event import Event as GEvent
    from gevent.lock import Semaphore, BoundedSemaphore

    original = threading.Thread

    class Thread(original):
        """A thread that is a greenlet."""

        _greenlet = None
        daemon = False

        def isDaemon(self):
            return self.daemon

        def setDaemon(self, value):
            self.daemon = bool(value)

        def start(self):
            if self._greenlet is not None:
                raise RuntimeError('thread already started')
            self._greenlet = Greenlet.spawn(self._greenlet_run)
            _threads[id(self._greenlet)] = self

        def _greenlet_run(self):
            try:
                self.run()
            finally:
                _threads.pop(id(self._greenlet), None)
                threading._unregister_thread(self._thread)

        def run(self):
            if self._target_of():
                target, args, kwargs = self._target_of()
                target(*args, **kwargs)

        def _target_of(self):
            target = getattr(self, '_target', None)
            return (target, self._args, self._kwargs) if target is not None else None

        def join(self, timeout=None):
            if self._greenlet is None:
                raise RuntimeError('cannot join thread before it is started')
            self._greenlet.join(timeout)

        def isAlive(self):
            return bool(self._greenlet)

        is_alive = isAlive

        def getIdent(self):
            return None if self._greenlet is None else id(self._greenlet)

        ident = property(getIdent)

    class _MainThread(Thread):
        """The thread of the main greenlet."""

        def __init__(self):
            Thread.__init__(self, name='MainThread')
            self._greenlet = get_hub().parent
            threading._unregister_thread(self._thread)  # nobody waits for its end

    _threads = {}
    current = threading.currentThread
    main = _MainThread()
    _threads[id(main._greenlet)] = main

    def currentThread():
        return _threads.get(id(getcurrent())) or current()

    class _Event(GEvent):
        pass

    class _Timer(Thread):
        """A thread that calls a function after a time, unless it is cancelled."""

        def __init__(self, interval, function, args=(), kwargs=None):
            Thread.__init__(self)
            self.interval, self.function, self.args, self.kwargs = interval, function, args, kwargs or {}
            self.finished = _Event()

        def cancel(self):
            self.finished.set()

        def run(self):
            if not self.finished.wait(self.interval):
                self.function(*self.args, **self.kwargs)
            self.finished.set()

    patch_item(threading, 'Thread', Thread)
    patch_item(threading, 'currentThread', currentThread)
    patch_item(threading, 'current_thread', currentThread)
    patch_item(threading, 'Lock', Lock)
    patch_item(threading, 'RLock', RLock)
    patch_item(threading, 'Condition', Condition)
    patch_item(threading, 'Event', _Event)
    patch_item(threading, '_Timer', _Timer)
    patch_item(threading, 'Semaphore', Semaphore)
    patch_item(threading, 'BoundedSemaphore', BoundedSemaphore)
