# SPDX-License-Identifier: Apache-2.0
"""Groups and pools of greenlets."""
from __future__ import absolute_import
import sys

from gevent._kernel import PY2
from gevent.event import Event
from gevent.greenlet import Greenlet, killall, joinall
from gevent.hub import GreenletExit, getcurrent
from gevent.lock import Semaphore, DummySemaphore
from gevent.queue import Queue, Full
from gevent.timeout import Timeout

__all__ = ['Group', 'Pool', 'PoolFull']
_izip = __import__('itertools').izip if PY2 else zip


class PoolFull(Full):
    """There is no slot in the pool."""


class _Failure(object):
    def __init__(self, g):
        self.exception = g.exception
        self.exc_info = g.exc_info

    def raise_(self):
        from gevent._kernel import reraise
        reraise(*self.exc_info)


class _Results(Greenlet):
    """Spawns a greenlet for each item, and iterates over their results."""

    def __init__(self, function, iterables, spawn, maxsize, ordered):
        Greenlet.__init__(self)
        self._spawn_one = spawn
        self._function = function
        self._arguments = _izip(*iterables)
        self._ordered = ordered
        self._out = Queue()
        self._room = DummySemaphore() if maxsize is None else Semaphore(maxsize)
        self._waiting = {}
        self._next = 0
        self._count = 0
        self._given = 0
        self._end = None
        self._done = False

    def _run(self):
        try:
            for args in self._arguments:
                self._room.acquire()
                g = self._spawn_one(self._function, *args)
                place = self._count
                self._count += 1
                g.rawlink(lambda source, place=place: self._finished(place, source))
        except BaseException:
            if isinstance(sys.exc_info()[1], GreenletExit):
                raise
            self._end = sys.exc_info()[1]
        self._done = True
        self._out.put(None)

    def _finished(self, place, source):
        self._out.put((place, source))

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            if self._ordered and self._next in self._waiting:
                return self._give(self._waiting.pop(self._next))
            if self._done and self._given == self._count:
                if self._end is not None:
                    problem, self._end = self._end, None
                    raise problem
                raise StopIteration
            came = self._out.get()
            if came is None:
                continue
            if not self._ordered:
                return self._give(came[1])
            self._waiting[came[0]] = came[1]

    next = __next__

    def _give(self, source):
        self._next += 1
        self._given += 1
        self._room.release()
        if source.exception is not None:
            _Failure(source).raise_()
        return source.value


class Group(object):
    """Greenlets that are managed together."""

    greenlet_class = Greenlet

    def __init__(self, *args):
        self.greenlets = set()
        self.dying = set()
        self._empty = Event()
        self._empty.set()
        if args:
            for g in args[0]:
                self.add(g)

    def __repr__(self):
        return '<%s at %s %s>' % (type(self).__name__, hex(id(self)), self.greenlets or 'set()')

    def __len__(self):
        return len(self.greenlets)

    def __contains__(self, item):
        return item in self.greenlets

    def __iter__(self):
        return iter(list(self.greenlets))

    def add(self, greenlet):
        """Adds a greenlet; it leaves the group at its end."""
        greenlet.rawlink(self._discard)
        self._register(greenlet)

    def _register(self, greenlet):
        self.greenlets.add(greenlet)
        self._empty.clear()

    def _discard(self, greenlet):
        self._remove(greenlet)

    def _remove(self, greenlet):
        known = greenlet in self.greenlets
        self.greenlets.discard(greenlet)
        self.dying.discard(greenlet)
        if not self.greenlets:
            self._empty.set()
        return known

    def discard(self, greenlet):
        """Forgets a greenlet."""
        greenlet.unlink(self._discard)
        self._remove(greenlet)

    def start(self, greenlet):
        """Adds a greenlet and starts it."""
        self.add(greenlet)
        greenlet.start()

    def spawn(self, *args, **kwargs):
        """Makes a greenlet, adds and starts it."""
        g = self.greenlet_class(*args, **kwargs)
        self.start(g)
        return g

    def join(self, timeout=None, raise_error=False):
        """Waits until the group is empty."""
        members = list(self.greenlets) if raise_error else ()
        result = self._empty.wait(timeout=timeout)
        for g in members:
            if g.exception is not None:
                g.get()
        return result

    def kill(self, exception=GreenletExit, block=True, timeout=None):
        """Kills all members."""
        timer = Timeout.start_new(timeout) if timeout is not None else None
        try:
            while self.greenlets:
                for g in list(self.greenlets):
                    if g not in self.dying:
                        g.kill(exception, block=False)
                        self.dying.add(g)
                if not block:
                    break
                joinall(list(self.greenlets))
                self._settle()
        except Timeout:
            if sys.exc_info()[1] is not timer:
                raise
        finally:
            if timer is not None:
                timer.cancel()

    def _settle(self):
        for g in list(self.greenlets):
            if g.ready():
                g.unlink(self._discard)
                self._discard(g)

    def killone(self, greenlet, exception=GreenletExit, block=True, timeout=None):
        """Kills one member."""
        if greenlet not in self.dying and greenlet in self.greenlets:
            greenlet.kill(exception, block=False)
            self.dying.add(greenlet)
        if block:
            greenlet.join(timeout)

    def full(self):
        return False

    def wait_available(self, timeout=None):
        """Does nothing: a group has no limit."""

    # ---- work

    def apply(self, func, args=None, kwds=None):
        """Calls a function in a member and returns its result."""
        if getcurrent() in self:
            return func(*(args or ()), **(kwds or {}))
        return self.spawn(func, *(args or ()), **(kwds or {})).get()

    def apply_cb(self, func, args=None, kwds=None, callback=None):
        result = self.apply(func, args, kwds)
        if callback is not None:
            Greenlet.spawn(callback, result)
        return result

    def apply_async(self, func, args=None, kwds=None, callback=None):
        """Calls a function in a member; never waits."""
        args, kwds = args or (), kwds or {}
        if self.full():
            return Greenlet.spawn(self.apply_cb, func, args, kwds, callback)
        g = self.spawn(func, *args, **kwds)
        if callback is not None:
            g.link_value(lambda source: callback(source.value))
        return g

    def map(self, func, iterable):
        """Calls a function with each item; returns the results in the order of the items."""
        return list(self.imap(func, iterable))

    def map_cb(self, func, iterable, callback=None):
        result = self.map(func, iterable)
        if callback is not None:
            callback(result)
        return result

    def map_async(self, func, iterable, callback=None):
        return Greenlet.spawn(self.map_cb, func, iterable, callback)

    def imap(self, func, *iterables, **kwargs):
        """Iterates over the results in the order of the items."""
        return self._results(True, func, iterables, kwargs)

    def imap_unordered(self, func, *iterables, **kwargs):
        """Iterates over the results as they come."""
        return self._results(False, func, iterables, kwargs)

    def _results(self, ordered, func, iterables, kwargs):
        maxsize = kwargs.pop('maxsize', None)
        if kwargs:
            raise TypeError('Unsupported keyword arguments')
        results = _Results(func, iterables, self.spawn, maxsize, ordered)
        results.start()
        return results


class Pool(Group):
    """A group with a limit."""

    def __init__(self, size=None, greenlet_class=None):
        if size is not None and size < 0:
            raise ValueError('size must not be negative: %r' % (size,))
        Group.__init__(self)
        self.size = size
        if greenlet_class is not None:
            self.greenlet_class = greenlet_class
        self._semaphore = DummySemaphore() if size is None else Semaphore(size)

    def wait_available(self, timeout=None):
        """Waits until there is a slot, and returns how many there are."""
        return self._semaphore.wait(timeout=timeout)

    def full(self):
        return self.free_count() <= 0

    def free_count(self):
        if self.size is None:
            return 1
        return max(0, self.size - len(self))

    def start(self, greenlet, blocking=True, timeout=None):
        self.add(greenlet, blocking, timeout)
        greenlet.start()

    def add(self, greenlet, blocking=True, timeout=None):
        if not self._semaphore.acquire(blocking=blocking, timeout=timeout):
            raise PoolFull()
        try:
            Group.add(self, greenlet)
        except BaseException:
            self._semaphore.release()
            raise

    def _discard(self, greenlet):
        if self._remove(greenlet):
            self._semaphore.release()

    def discard(self, greenlet):
        greenlet.unlink(self._discard)
        self._discard(greenlet)
