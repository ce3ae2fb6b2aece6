# SPDX-License-Identifier: Apache-2.0
"""Timeouts: exceptions that are raised in a greenlet after a time."""
from __future__ import absolute_import

from gevent._kernel import border, kernel, string_types

__all__ = ['Timeout', 'with_timeout']


class Timeout(BaseException):
    """Raises itself, or another exception, in the greenlet that starts it."""

    _timer = None

    def __init__(self, seconds=None, exception=None, ref=True, priority=-1, _one_shot=False):
        BaseException.__init__(self)
        self.seconds = seconds
        self.exception = exception
        self._closed = False

    def start(self):
        """Schedules the timeout for the current greenlet."""
        if self.pending:
            raise AssertionError('%r is already started; to restart it, cancel it first' % self)
        if self.seconds is None:
            return
        problem = self.exception
        if problem is None or problem is False or isinstance(problem, string_types):
            problem = self
        elif isinstance(problem, type) and issubclass(problem, BaseException):
            problem = problem()
        elif not isinstance(problem, BaseException):
            problem = TypeError('exceptions must be classes or instances deriving from BaseException, not %s'
                                % type(problem).__name__)
        self._timer = kernel.timeout(float(self.seconds), problem)

    @classmethod
    def start_new(cls, timeout=None, exception=None, ref=True, _one_shot=False):
        """Starts a new timeout of so many seconds, or the given one."""
        if isinstance(timeout, Timeout):
            if not timeout.pending:
                timeout.start()
            return timeout
        new = cls(timeout, exception, ref=ref)
        new.start()
        return new

    @property
    def pending(self):
        """Whether it will still fire."""
        return self._timer is not None and self._timer.isPending()

    def cancel(self):
        """Keeps it from firing; it may be started again."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self):
        self.cancel()

    def __str__(self):
        if self.seconds is None:
            return ''
        suffix = '' if self.seconds == 1 else 's'
        if self.exception is None:
            return '%s second%s' % (self.seconds, suffix)
        if self.exception is False:
            return '%s second%s (silent)' % (self.seconds, suffix)
        return '%s second%s: %s' % (self.seconds, suffix, self.exception)

    def __repr__(self):
        exception = '' if self.exception is None else ' exception=%r' % (self.exception,)
        return '<%s at %s seconds=%s%s%s>' % (
            type(self).__name__, hex(id(self)), self.seconds, exception, ' pending' if self.pending else '')

    def __lt__(self, other):
        return self.seconds < getattr(other, 'seconds', other)

    def __enter__(self):
        if not self.pending:
            self.start()
        return self

    def __exit__(self, kind, value, tb):
        self.close()
        if value is None:
            return None
        problem = border.carried(value) or value     # from a wait that Python called in Java
        if problem is self and self.exception is False:
            return True
        if problem is not value:
            raise problem
        return None


_MISSING = object()


def with_timeout(seconds, function, *args, **kwds):
    """Calls a function within a limit of time; returns timeout_value, if it is given, when the time has passed."""
    timeout_value = kwds.pop('timeout_value', _MISSING)
    timeout = Timeout.start_new(seconds)
    try:
        try:
            return function(*args, **kwds)
        except Timeout as e:
            if e is timeout and timeout_value is not _MISSING:
                return timeout_value
            raise
    finally:
        timeout.cancel()
