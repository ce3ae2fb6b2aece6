# SPDX-License-Identifier: Apache-2.0
"""The raw greenlets under gevent: switch and throw between virtual threads of one hub."""
from __future__ import absolute_import
import sys
if sys.version_info[0] > 2:
    import contextvars

import _jevent

__version__ = '2.0.2'
__all__ = ['greenlet', 'getcurrent', 'GreenletExit', 'error', 'settrace', 'gettrace']
_kernel = _jevent.kernel
_primitives = _jevent.primitives
GREENLET_USE_GC = True
GREENLET_USE_TRACING = True
GREENLET_USE_CONTEXT_VARS = True


class GreenletExit(BaseException):
    """Raised in a greenlet to end it; it is no failure."""


class error(Exception):
    """A greenlet was used in a way that cannot work."""


_tracer = [None]


def settrace(callback):
    """Sets the function that is called with ('switch' or 'throw', (origin, target)); returns the one before."""
    before, _tracer[0] = _tracer[0], callback
    return before


def gettrace():
    return _tracer[0]


def _trace(event, target):
    if _tracer[0] is not None:
        _tracer[0](event, (getcurrent(), target))


class greenlet(object):
    """Runs a function that others switch to."""

    GreenletExit = GreenletExit
    error = error
    getcurrent = staticmethod(lambda: getcurrent())
    settrace = staticmethod(settrace)
    gettrace = staticmethod(gettrace)
    _raw = None          # the Java greenlet
    _wake = None         # set when another greenlet switches here
    _given = None        # what it switched here with
    _over = False
    _parent = None
    _started_raw = False
    gr_frame = None
    _context = None

    def __init__(self, run=None, parent=None):
        if run is not None:
            self.run = run
        self._parent = parent if parent is not None else getcurrent()

    @property
    def parent(self):
        return self._parent

    @parent.setter
    def parent(self, value):
        self._parent = value

    if sys.version_info[0] > 2:
        @property
        def gr_context(self):
            """The context variables that it starts with; those that it has, for the current greenlet."""
            if self._context is None and self is getcurrent():
                return contextvars.copy_context()
            return self._context

        @gr_context.setter
        def gr_context(self, value):
            if value is not None and not isinstance(value, contextvars.Context):
                raise TypeError('greenlet context must be a contextvars.Context or None')
            self._context = value

    @property
    def dead(self):
        return self._over

    def __bool__(self):
        return self._started_raw and not self._over

    __nonzero__ = __bool__

    def switch(self, *args, **kwargs):
        """Runs this greenlet until another switches back, and returns what it switched with."""
        return self._transfer('switch', (args, kwargs, None))

    def throw(self, kind=GreenletExit, value=None, tb=None):
        """Raises an exception in this greenlet at the place where it waits."""
        if isinstance(kind, BaseException):
            problem = kind
        elif value is None:
            problem = kind()
        else:
            problem = value if isinstance(value, BaseException) else kind(value)
        return self._transfer('throw', ((), {}, problem))

    def _transfer(self, event, given):
        current = getcurrent()
        target = self
        while target._over and target._parent is not None:
            target = target._parent
            if given[2] is not None and isinstance(given[2], GreenletExit):
                given = ((given[2],), {}, None)
        _trace(event, target)
        if target is current:
            return _received(given)
        if current._wake is None:
            current._wake = _primitives.event()
        current._wake.clear()
        if not target._started_raw:
            target._begin(given)
        else:
            target._resume(given)
        if not _can_wait():
            return None
        return current._wait()

    def _resume(self, given):
        self._given = given
        if self._wake is None:
            self._wake = _primitives.event()
        self._wake.set()

    def _wait(self):
        while self._given is None:
            _await(self._wake, -1.0)
            if self._given is None:
                self._wake.clear()
        given, self._given = self._given, None
        return _received(given)

    def _begin(self, given):
        self._started_raw = True
        if given[2] is not None and not isinstance(self, _Known):
            self._over = True
            self._end(given[2])
            return
        self._raw = _kernel.spawnRaw(lambda: self._main(given))

    def _main(self, given):
        _kernel.setCurrent(self)
        result = None
        problem = None
        try:
            if self._context is None:
                result = self.run(*given[0], **given[1])
            else:
                result = self._context.run(self.run, *given[0], **given[1])
        except GreenletExit:
            result = sys.exc_info()[1]
        except BaseException:
            problem = sys.exc_info()[1]
        self._over = True
        parent = self._parent
        while parent is not None and parent._over:
            parent = parent._parent
        if parent is not None:
            _trace('switch' if problem is None else 'throw', parent)
            parent._receive_end(result, problem)

    def _end(self, problem):
        parent = self._parent
        if parent is not None:
            result = problem if isinstance(problem, GreenletExit) else None
            parent._receive_end(result, None if result is not None else problem)

    def _receive_end(self, result, problem):
        self._resume(((result,), {}, problem) if problem is None else ((), {}, problem))

    def __repr__(self):
        state = 'dead' if self._over else ('active started' if self._started_raw else 'pending')
        current = ' current' if self is getcurrent() else ''
        return '<%s.%s object at %s (otid=0x0)%s %s%s>' % (
            type(self).__module__, type(self).__name__, hex(id(self) & 0xffffffffffff), current, state,
            ' main' if isinstance(self, _Known) else '')


class _Known(greenlet):
    """Stands for a greenlet that Python did not make: the main one, or one that Java started."""
    __module__ = 'greenlet'
    _started_raw = True

    def __init__(self, raw):
        self._raw = raw


_Known.__name__ = 'greenlet'


def _received(given):
    args, kwargs, problem = given
    if problem is not None:
        raise problem
    if kwargs and not args:
        return kwargs
    if kwargs:
        return args, kwargs
    return args[0] if len(args) == 1 else args


_await = getattr(_primitives, 'await')


_hub = [None]        # returns the hub, which runs the callbacks


def _can_wait():
    return _kernel.canWait()


def getcurrent():
    """Returns the current greenlet."""
    current = _kernel.current()
    if current is None and not _kernel.canWait() and _hub[0] is not None:
        return _hub[0]()
    if current is None:
        current = _Known(_kernel.currentGreenlet())
        _kernel.setCurrent(current)
    return current
