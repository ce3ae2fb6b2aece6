# SPDX-License-Identifier: Apache-2.0
"""The hub of a thread: its loop, its callbacks, its handling of errors."""
from __future__ import absolute_import
import sys
import time
import traceback

import greenlet as _raw
from greenlet import getcurrent, GreenletExit, greenlet as RawGreenlet
from gevent._kernel import kernel, primitives, seconds, text
from gevent.exceptions import LoopExit, BlockingSwitchOutError, InvalidSwitchError, ConcurrentObjectUseError, HubDestroyed

__all__ = ['get_hub', 'get_hub_if_exists', 'getcurrent', 'GreenletExit', 'Hub', 'Waiter', 'LoopExit', 'sleep', 'idle',
           'kill', 'signal', 'reinit', 'spawn_raw', 'iwait', 'wait', 'BlockingSwitchOutError', 'InvalidSwitchError',
           'ConcurrentObjectUseError', 'HubDestroyed', 'linkproxy']


class Hub(RawGreenlet):
    """Runs the greenlets of a thread; there is one, made when it is first asked for."""

    NOT_ERROR = (GreenletExit, SystemExit)
    SYSTEM_ERROR = (KeyboardInterrupt, SystemExit, SystemError)
    threadpool_size = 10
    name = ''
    main_hub = True
    deadlock_report = None
    periodic_monitoring_thread = None
    backend = 'jevent'
    exception_stream_set = False
    _stream = None
    _started_raw = True

    def __init__(self, java):
        self._hub = java
        self._parent = getcurrent()
        self._main = self._parent
        from gevent.core import loop
        self.loop = loop(self)
        self._threadpool = None
        self._resolver = None

    @property
    def exception_stream(self):
        return self._stream if self.exception_stream_set else sys.stderr

    @exception_stream.setter
    def exception_stream(self, value):
        self._stream = value
        self.exception_stream_set = True

    @property
    def thread_ident(self):
        return id(self._hub)

    @property
    def minimal_ident(self):
        """A number that only this hub has."""
        return int(kernel.number(self._hub))

    @property
    def threadpool(self):
        if self._threadpool is None:
            from gevent.threadpool import ThreadPool
            self._threadpool = ThreadPool(self.threadpool_size)
        return self._threadpool

    @threadpool.setter
    def threadpool(self, value):
        self._threadpool = value

    @property
    def resolver(self):
        if self._resolver is None:
            from gevent.resolver import chosen
            self._resolver = chosen()
        return self._resolver

    @resolver.setter
    def resolver(self, value):
        self._resolver = value

    @staticmethod
    def format_context(context):
        return repr(context)

    def handle_error(self, context, kind, value, tb):
        """Prints an error that nobody handled; one of the system ends the main greenlet."""
        if isinstance(value, str):
            value = kind(value)
        if not issubclass(kind, self.NOT_ERROR):
            self.print_exception(context, kind, value, tb)
        if context is None or issubclass(kind, self.SYSTEM_ERROR):
            self.handle_system_error(kind, value, tb)

    def handle_system_error(self, kind, value, tb=None):
        """Raises an error in the main greenlet."""
        problem = value if isinstance(value, BaseException) else kind(value)
        if getcurrent() is self._main:
            raise problem
        kernel.interrupt(self._main._raw, problem, False)

    def print_exception(self, context, kind, value, tb):
        stream = self.exception_stream
        if stream is None:
            return
        if value is None:
            stream.write('%s\n' % (kind,))
        else:
            traceback.print_exception(kind, value, tb, file=stream)
        stamp = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
        if context is not None:
            try:
                described = context if isinstance(context, str) else self.format_context(context)
            except Exception:
                described = '<%s>' % type(context).__name__
            stream.write('%s %s failed with %s\n\n' % (stamp, described, getattr(kind, '__name__', 'exception')))
        else:
            stream.write('%s %s\n\n' % (stamp, getattr(kind, '__name__', 'exception')))
        try:
            stream.flush()
        except Exception:
            pass

    def switch(self):
        """Lets the others run until somebody switches back to the current greenlet."""
        current = getcurrent()
        if current._wake is None:
            current._wake = primitives.event()
        if current._given is None:
            current._wake.clear()
        return current._wait()

    def wait(self, watcher):
        """Waits until a watcher fires."""
        waiter = Waiter(self)
        watcher.start(waiter.switch, waiter)
        try:
            result = waiter.get()
            if result is not waiter:
                raise InvalidSwitchError('Invalid switch into %s: got %r (expected %r; waiting on %r with %r)' % (
                    getcurrent(), result, waiter, self, watcher))
        finally:
            watcher.stop()

    def cancel_wait(self, watcher, error, close_watcher=False):
        if watcher is None:
            return
        if watcher.callback is not None:
            self.loop.run_callback(self._cancel_wait, watcher, error, close_watcher)
        elif close_watcher:
            watcher.close()

    @staticmethod
    def _cancel_wait(watcher, error, close_watcher):
        waiter = getattr(watcher.callback, '__self__', None)
        watcher.stop()
        if isinstance(waiter, Waiter):
            waiter.throw(error)

    def join(self, timeout=None):
        """Waits until the hub has nothing to do."""
        if getcurrent() is not self._main:
            raise AssertionError('only possible from the MAIN greenlet')
        return bool(kernel.hubJoin(seconds(timeout)))

    def destroy(self, destroy_loop=None):
        pass

    def start_periodic_monitoring_thread(self):
        return None

    def __repr__(self):
        return '<%s %r at %s jevent default pending=0 ref=0 thread_ident=%s>' % (
            type(self).__name__, self.name, hex(id(self)), hex(self.thread_ident))


_hubs = {}


def get_hub(*args, **kwargs):
    """Returns the hub of the current thread; makes it if there is none."""
    java = kernel.hub()
    number = kernel.number(java)
    hub = _hubs.get(number)
    if hub is None:
        hub = _hubs[number] = Hub(java)
    return hub


def get_hub_if_exists():
    java = kernel.hubOrNull()
    return None if java is None else _hubs.get(kernel.number(java))


_raw._hub[0] = get_hub


def set_hub(hub):
    _hubs[kernel.number(kernel.hub())] = hub


def get_loop():
    return get_hub().loop


def reinit(hub=None):
    """Does nothing: there is no fork on the JVM."""


def sleep(seconds=0, ref=True):
    """Waits for a time; without one it lets the others run."""
    kernel.sleep(float(seconds), bool(ref))


def idle(priority=0):
    """Waits until the others have nothing to do."""
    kernel.idle()


class Waiter(object):
    """Passes one value or exception to a greenlet."""

    def __init__(self, hub=None):
        self.hub = hub if hub is not None else get_hub()
        self._event = primitives.event()
        self._value = None
        self._problem = None
        self._done = False
        self.greenlet = None

    def clear(self):
        self._event.clear()
        self._value = self._problem = None
        self._done = False

    def ready(self):
        return self._done

    def successful(self):
        return self._done and self._problem is None

    @property
    def value(self):
        return self._value if self.successful() else None

    @property
    def exc_info(self):
        return None if self._problem is None else (type(self._problem), self._problem, None)

    def switch(self, value=None):
        self._value = value
        self._done = True
        self._event.set()

    def switch_args(self, *args):
        return self.switch(args)

    def throw(self, *args):
        from gevent.greenlet import _exception_of
        self._problem = _exception_of(*args)
        self._done = True
        self._event.set()

    def get(self):
        if not self._done:
            if self.greenlet is not None:
                raise ConcurrentObjectUseError('This Waiter is already used by %r' % (self.greenlet,))
            self.greenlet = getcurrent()
            try:
                getattr(primitives, 'await')(self._event, -1.0)
            finally:
                self.greenlet = None
            value, problem = self._value, self._problem
            self.clear()    # it was passed on, not kept
        else:
            value, problem = self._value, self._problem
        if problem is not None:
            raise problem
        return value

    def __call__(self, source):
        if source.exception is None:
            self.switch(source.value)
        else:
            self.throw(source.exception)

    def __str__(self):
        if not self._done:
            return '<%s greenlet=%s>' % (type(self).__name__, self.greenlet)
        if self._problem is not None:
            return '<%s greenlet=%s exc_info=%s>' % (type(self).__name__, self.greenlet, self.exc_info)
        return '<%s greenlet=%s value=%r>' % (type(self).__name__, self.greenlet, self._value)


class signal(object):
    """Runs a function in a new greenlet for each signal."""

    ref = False

    def __init__(self, signalnum, handler, *args, **kwargs):
        if not callable(handler):
            raise TypeError('signal handler must be callable.')
        self.hub = get_hub()
        self.handler, self.args, self.kwargs = handler, args, kwargs
        from gevent.signal import name_of
        self._handle = kernel.onSignal(name_of(signalnum), self._deliver)

    def cancel(self):
        self._handle.cancel()

    def _deliver(self):
        from gevent.greenlet import Greenlet
        Greenlet.spawn(self._run)

    def _run(self):
        try:
            self.handler(*self.args, **self.kwargs)
        except BaseException:
            self.hub.handle_error(None, *sys.exc_info())


def spawn_raw(*args, **kwargs):
    from gevent.greenlet import spawn_raw as spawn
    return spawn(*args, **kwargs)


def kill(*args, **kwargs):
    from gevent.greenlet import kill as kill_
    return kill_(*args, **kwargs)


def iwait(*args, **kwargs):
    from gevent.greenlet import iwait as iwait_
    return iwait_(*args, **kwargs)


def wait(*args, **kwargs):
    from gevent.greenlet import wait as wait_
    return wait_(*args, **kwargs)


def report():
    """jevent's report of all greenlets and what they wait for."""
    from gevent._stacks import described
    return described(text(kernel.report()))
