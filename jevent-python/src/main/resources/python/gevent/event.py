# SPDX-License-Identifier: Apache-2.0
"""Event and AsyncResult."""
from __future__ import absolute_import
import sys

from gevent._kernel import primitives, kernel, Limit, reraise
from gevent.hub import get_hub
from gevent.timeout import Timeout

__all__ = ['Event', 'AsyncResult']
_await = getattr(primitives, 'await')


class _Linkable(object):
    """Something that becomes ready, and tells its links."""

    _links = None

    def rawlink(self, callback):
        """Has callback(self) called in the hub when it is ready."""
        if not callable(callback):
            raise TypeError('Expected callable: %r' % (callback,))
        if self._links is None:
            self._links = []
        self._links.append((callback, kernel.rawlink(self._java, lambda: self._notify(callback))))

    link = rawlink

    def _forget(self, callback):
        links = self._links or ()
        for pair in links:
            if pair[0] == callback:
                links.remove(pair)
                return pair[1]
        return None

    def _notify(self, callback):
        self._forget(callback)
        try:
            callback(self)
        except BaseException:
            get_hub().handle_error((callback, self), *sys.exc_info())

    def unlink(self, callback):
        """Removes a callback."""
        link = self._forget(callback)
        if link is not None:
            kernel.unlink(link)

    def linkcount(self):
        return len(self._links or ()) + self._waiting

    _waiting = 0


class Event(_Linkable):
    """A flag that greenlets wait for."""

    def __init__(self):
        self._java = primitives.event()

    def is_set(self):
        return bool(self._java.isSet())

    isSet = ready = is_set

    def set(self):
        """Sets the flag and wakes all waiters."""
        self._java.set()

    def clear(self):
        self._java.clear()

    def wait(self, timeout=None):
        """Waits until the flag is set; returns False if the time has passed."""
        self._waiting += 1
        try:
            if timeout is None:
                _await(self._java, -1.0)
                return True
            return bool(Limit(timeout).run(_await, self._java))
        finally:
            self._waiting -= 1

    def __str__(self):
        return '<%s %s _links[%d]>' % (type(self).__name__, 'set' if self.is_set() else 'clear', self.linkcount())

    __repr__ = __str__


class AsyncResult(_Linkable):
    """A value, or an exception, that comes later."""

    _value = None
    _exception = None
    _tb = None
    _ready = False
    _valued = False     # a value wins over an exception

    def __init__(self):
        self._java = primitives.event()

    def ready(self):
        return self._ready

    done = ready

    def successful(self):
        return self._ready and (self._valued or self._exception is None)

    @property
    def value(self):
        return self._value

    @property
    def exception(self):
        return self._exception

    @property
    def exc_info(self):
        return () if self._exception is None else (type(self._exception), self._exception, self._tb)

    def set(self, value=None):
        """Sets the value and wakes all waiters."""
        self._value = value
        self._ready = self._valued = True
        self._java.set()

    set_result = set

    def set_exception(self, exception, exc_info=None):
        """Sets an exception and wakes all waiters, in which it is raised."""
        self._exception = exception
        self._tb = exc_info[2] if exc_info else None
        self._ready = True
        self._java.set()

    def _result(self):
        if self._exception is not None and not self._valued:
            reraise(type(self._exception), self._exception, self._tb)
        return self._value

    def get(self, block=True, timeout=None):
        """Waits for the value and returns it, or raises the exception."""
        if not self._ready:
            if not block:
                raise Timeout()
            limit = Limit(timeout)
            self._waiting += 1
            try:
                ended = limit.run(_await, self._java)
            finally:
                self._waiting -= 1
            if not ended and not self._ready:
                raise limit.timer if limit.timer is not None else Timeout(timeout)
        return self._result()

    def get_nowait(self):
        return self.get(block=False)

    def result(self, timeout=None):
        return self.get(timeout=timeout)

    def wait(self, timeout=None):
        """Waits for the value and returns it; returns None after the time, or if there is an exception."""
        if not self._ready:
            self._waiting += 1
            try:
                Limit(timeout).run(_await, self._java)
            finally:
                self._waiting -= 1
        return self.value

    def cancel(self):
        return False

    cancelled = cancel

    def __call__(self, source):
        if source.successful():
            self.set(source.value)
        else:
            self.set_exception(source.exception, getattr(source, 'exc_info', None))

    def __str__(self):
        parts = [type(self).__name__]
        if self._value is not None or self._exception is not None:
            parts.append('value=%r' % (self._value,))
        elif self._ready:
            parts.append('value=None')
        if self._exception is not None:
            parts.append('exception=%r' % (self._exception,))
        elif not self._ready or self._value is not None:
            parts.append('unset')
        return '<%s  _links[%d]>' % (' '.join(parts), self.linkcount())
