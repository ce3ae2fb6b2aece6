# SPDX-License-Identifier: Apache-2.0
"""Greenlet, and what waits for many of them."""
from __future__ import absolute_import
import sys

from greenlet import greenlet as RawGreenlet, getcurrent, GreenletExit
from gevent._core import Core, announce, await_ready, callbacks, give_back, take_number
from gevent._kernel import kernel, primitives, seconds, Limit, reraise
from gevent.hub import get_hub
from gevent.timeout import Timeout

__all__ = ['Greenlet', 'joinall', 'killall', 'iwait', 'wait', 'spawn', 'spawn_later', 'spawn_raw', 'kill', 'sleep']


def _exception_of(kind, value=None, tb=None):
    """The instance that kill(), throw() and their like were given as class, instance or three values."""
    if isinstance(kind, tuple):
        kind, value, tb = (kind + (None, None, None))[:3]
    if isinstance(kind, BaseException):
        return kind
    if isinstance(kind, type) and issubclass(kind, BaseException):
        if isinstance(value, BaseException):
            return value
        if isinstance(value, tuple):
            return kind(*value)
        return kind() if value is None else kind(value)
    raise TypeError('exceptions must be classes, or instances, not %s' % type(kind).__name__)


class Greenlet(Core, RawGreenlet):
    """A function that runs cooperatively, and its outcome."""

    _started_raw = True     # to switch to it means to resume it where it waits
    _links = None
    _name = None
    _notified = None
    _shown = None           # how its call was printed while it had its function
    spawning_stack = None

    def _run(self, *args, **kwargs):
        return None

    # ---- its life

    def start_later(self, seconds):
        """Has it run after a time."""
        if self._begun or self._over:
            return
        announce(self)
        kernel.startLater(self._java, float(seconds))

    def _report(self, kind, problem, tb):
        get_hub().handle_error(self, kind, problem, tb)

    def _give_back(self):
        give_back(self._number)
        self._number = None

    @staticmethod
    def add_spawn_callback(callback):
        callbacks.add(callback)

    @staticmethod
    def remove_spawn_callback(callback):
        callbacks.discard(callback)

    @classmethod
    def spawn(cls, *args, **kwargs):
        """Makes a greenlet and starts it."""
        g = cls(*args, **kwargs)
        g.start()
        return g

    @classmethod
    def spawn_later(cls, seconds, *args, **kwargs):
        """Makes a greenlet and starts it after a time."""
        if cls is Greenlet and not args:
            raise TypeError('spawn_later() requires a function')
        g = cls(*args, **kwargs)
        g.start_later(seconds)
        return g

    # ---- its state

    def __bool__(self):
        return not self._over and kernel.isStarted(self._java)

    __nonzero__ = __bool__
    started = property(lambda self: bool(self))

    @property
    def dead(self):
        return self._settle()

    @property
    def exception(self):
        self._settle()
        return self._exception

    @property
    def exc_info(self):
        self._settle()
        return (type(self._exception), self._exception, self._tb) if self._failed else None

    @property
    def loop(self):
        return get_hub().loop

    @property
    def parent(self):
        return get_hub()

    @parent.setter
    def parent(self, value):
        pass

    @property
    def spawning_greenlet(self):
        return self._spawner

    @property
    def minimal_ident(self):
        if self._number is None:
            self._number = take_number()
        return self._number

    @property
    def name(self):
        if self._name is None:
            self._name = 'Greenlet-%d' % self.minimal_ident
        return self._name

    @name.setter
    def name(self, value):
        self._name = value

    def __repr__(self):
        name = '"%s" ' % self._name if self._name is not None else ''
        return '<%s %sat %s: %s>' % (type(self).__name__, name, hex(id(self)), self._format_call())

    def _format_call(self):
        if self._shown is None:
            self._shown = self._describe_call()
        return self._shown

    def _describe_call(self):
        run = self._run
        if '_run' in self.__dict__:
            what = getattr(run, '__name__', None)
            if what is None or getattr(run, '__self__', None) is not None:
                what = repr(run)
        else:
            what = '_run'
        parts = [repr(a)[:50] for a in self.args]
        parts += ['%s=%s' % (k, repr(v)[:50]) for k, v in self.kwargs.items()]
        return '%s(%s)' % (what, ', '.join(parts)) if parts else what

    # ---- its end

    def get(self, block=True, timeout=None):
        """Returns the result, or raises the exception that ended it."""
        if not self._settle():
            if not block:
                raise Timeout()
            limit = Limit(timeout)
            if not limit.run(kernel.join, self._java) and not self._settle():
                raise limit.timer if limit.timer is not None else Timeout(timeout)
            self._settle()
        if self._failed:
            reraise(type(self._exception), self._exception, self._tb)
        return self.value

    def join(self, timeout=None):
        """Waits until it has ended."""
        if kernel.current() is self:
            from gevent.exceptions import InvalidSwitchError
            raise InvalidSwitchError('Attempt to join the current greenlet')
        Limit(timeout).run(kernel.join, self._java)
        self._settle()

    def kill(self, exception=GreenletExit, block=True, timeout=None):
        """Raises an exception in it, and waits until it has ended."""
        if self._settle():
            return
        try:
            problem = _exception_of(exception)
        except TypeError:
            if self._begun or kernel.isStarted(self._java):
                raise
            problem = BaseException((type(exception), exception, None))
        kernel.interrupt(self._java, problem, isinstance(problem, GreenletExit))
        if block:
            if kernel.current() is self:
                kernel.sleep(0.0, True)
            if not Limit(timeout).run(kernel.join, self._java) and timeout is not None:
                pass
        self._settle()

    def throw(self, *args):
        """Raises an exception in it, as kill() does, without waiting for its end."""
        if self._settle():
            return
        problem = _exception_of(*(args or (GreenletExit,)))
        kernel.interrupt(self._java, problem, isinstance(problem, GreenletExit))
        self._settle()

    def rawlink(self, callback):
        """Has callback(self) called in the hub when it has ended."""
        if not callable(callback):
            raise TypeError('Expected callable: %r' % (callback,))
        self._remember(callback, kernel.rawlink(self._java, lambda: self._notify(callback)))

    def link(self, callback, SpawnedLink=None):
        """Has callback(self) called in a greenlet of its own when it has ended."""
        self._link(callback, 'all')

    def link_value(self, callback, SpawnedLink=None):
        """As link(), if it does not fail."""
        self._link(callback, 'value')

    def link_exception(self, callback, SpawnedLink=None):
        """As link(), if it fails."""
        self._link(callback, 'exception')

    def _link(self, callback, condition):
        if not callable(callback):
            raise TypeError('Expected callable: %r' % (callback,))
        self._remember(callback, kernel.link(self._java, lambda: self._notify(callback), condition))

    def _remember(self, callback, link):
        if self._links is None:
            self._links = []
        self._links.append((callback, link))

    def _notify(self, callback):
        self._settle()
        self._forget(callback)
        try:
            callback(self)
        except BaseException:
            get_hub().handle_error((callback, self), *sys.exc_info())

    def _forget(self, callback):
        links = self._links or ()
        for pair in links:
            if pair[0] == callback:
                links.remove(pair)
                return pair[1]
        return None

    def unlink(self, callback):
        """Removes a callback."""
        link = self._forget(callback)
        if link is not None:
            kernel.unlink(link)

    def unlink_all(self):
        for _, link in self._links or ():
            kernel.unlink(link)
        self._links = None

    def has_links(self):
        return bool(self._links)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if value is not None:
            self.kill(value)
            return None
        try:
            self.join()
        finally:
            self.kill()
        return None


spawn = Greenlet.spawn
spawn_later = Greenlet.spawn_later


def spawn_raw(function, *args, **kwargs):
    """Starts a greenlet without an outcome."""
    if not callable(function):
        raise TypeError('function must be callable')
    g = RawGreenlet.__new__(RawGreenlet)
    g._parent = get_hub()
    g.run = function

    def main():
        kernel.setCurrent(g)
        g._started_raw = True
        try:
            function(*args, **kwargs)
        except GreenletExit:
            pass
        except BaseException:
            get_hub().handle_error(g, *sys.exc_info())
        finally:
            g._over = True
    g._raw = kernel.spawnRaw(main)
    return g


def sleep(seconds=0, ref=True):
    """Waits for a time; without one it lets the others run."""
    kernel.sleep(float(seconds), bool(ref))


def kill(greenlet, exception=GreenletExit):
    """Raises an exception in a greenlet, and does not wait for its end."""
    if isinstance(greenlet, Greenlet):
        greenlet.kill(exception, block=False)
    elif not greenlet.dead:
        problem = _exception_of(exception)
        kernel.interrupt(greenlet._raw, problem, isinstance(problem, GreenletExit))


def joinall(greenlets, timeout=None, raise_error=False, count=None):
    """Waits until the greenlets have ended; returns those that have."""
    if not raise_error:
        return wait(greenlets, timeout=timeout, count=count)
    done = []
    for g in iwait(greenlets, timeout=timeout, count=count):
        if hasattr(g, '_raise_exception'):
            g._raise_exception()
        if getattr(g, 'exception', None) is not None:
            g.get()
        done.append(g)
    return done


def killall(greenlets, exception=GreenletExit, block=True, timeout=None):
    """Raises an exception in all of the greenlets."""
    all_ = list(greenlets)
    for g in all_:
        if isinstance(g, Greenlet):
            g.kill(exception, block=False)
        else:
            kill(g, exception)
    if block:
        timer = None if timeout is None else Timeout.start_new(timeout)
        try:
            for g in all_:
                if isinstance(g, Greenlet):
                    g.join()
        finally:
            if timer is not None:
                timer.cancel()


class iwait(object):
    """Iterates over objects as they become ready."""

    def __init__(self, objects, timeout=None, count=None):
        self._objects = list(objects)
        self._queue = primitives.queue('fifo', 0, None)
        self._left = len(self._objects) if count is None else min(count, len(self._objects))
        self._timer = None
        self._callbacks = []
        if timeout is not None and self._left > 0:
            self._timer = Timeout.start_new(timeout)
            if self._timer is timeout:
                self._timer = timeout
        for place, o in enumerate(self._objects):
            callback = self._callback(place)
            self._callbacks.append((o, callback))
            o.rawlink(callback)

    def _callback(self, place):
        return lambda _: primitives.put(self._queue, place, 0.0)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self._close()

    def _close(self):
        self._left = 0
        if self._timer is not None:
            self._timer.cancel()
        for o, callback in self._callbacks:
            if hasattr(o, 'unlink'):
                o.unlink(callback)
        self._callbacks = []

    def __iter__(self):
        return self

    def __next__(self):
        if self._left <= 0:
            self._close()
            raise StopIteration
        self._left -= 1
        try:
            return self._objects[int(primitives.get(self._queue, -1.0))]
        except BaseException:
            problem = sys.exc_info()[1]
            self._close()
            if problem is self._timer:
                raise StopIteration
            raise

    next = __next__


def wait(objects=None, timeout=None, count=None):
    """Waits until the objects are ready, and returns those that are; without objects, until the hub has nothing to do."""
    if objects is None:
        return get_hub().join(timeout)
    all_ = list(objects)
    limit = seconds(timeout) if not hasattr(timeout, 'start') else None
    ready = None if limit is None else await_ready(all_, len(all_) if count is None else count, limit)
    return list(iwait(all_, timeout, count)) if ready is None else ready
