# SPDX-License-Identifier: Apache-2.0
"""The loop of a hub, and its watchers."""
from __future__ import absolute_import
import os
import sys
import time

from gevent._kernel import kernel

__all__ = ['loop', 'READ', 'WRITE']
READ = 1
WRITE = 2
MINPRI = -2
MAXPRI = 2


class callback(object):
    """A function that the loop calls once."""

    def __init__(self, hub, function, args):
        self._hub = hub
        self.callback = function
        self.args = args

    @property
    def pending(self):
        return self.callback is not None

    def stop(self):
        self.callback = None
        self.args = None

    close = stop

    def __bool__(self):
        return self.callback is not None

    __nonzero__ = __bool__

    def _fire(self):
        function, args = self.callback, self.args
        self.stop()
        if function is None:
            return
        try:
            function(*args)
        except BaseException:
            self._hub.handle_error(self, *sys.exc_info())


class _Watcher(object):
    callback = None
    args = None
    ref = True
    priority = 0

    def __init__(self, loop):
        self.loop = loop

    @property
    def active(self):
        return self.callback is not None

    pending = False

    def start(self, callback, *args, **kwargs):
        if not callable(callback):
            raise TypeError('Expected callable, not %r' % (callback,))
        self.callback, self.args = callback, args
        self._arm()

    def stop(self):
        self.callback = None
        self.args = None
        self._disarm()

    def close(self):
        self.stop()

    def _arm(self):
        pass

    def _disarm(self):
        pass

    def _fire(self):
        if self.callback is None:
            return
        try:
            self.callback(*self._arguments())
        except BaseException:
            self.stop()
            self.loop._hub.handle_error(self, *sys.exc_info())

    def _arguments(self):
        return self.args

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()

    def __repr__(self):
        args = ' args=%r' % (self.args,) if self.args is not None else ''
        callback = ' callback=%r' % (self.callback,) if self.callback is not None else ''
        return '<%s at %s%s%s%s>' % (
            type(self).__name__, hex(id(self)), ' active' if self.active else '', callback, args)


class timer(_Watcher):
    """Fires after a time, and again if it repeats."""

    _java = None

    def __init__(self, loop, after, repeat, ref):
        _Watcher.__init__(self, loop)
        if repeat < 0.0:
            raise ValueError('repeat must be positive or zero: %r' % float(repeat))
        self._after, self._repeat = after, float(repeat)
        self.ref = ref

    def _arm(self):
        self._disarm()
        self._java = kernel.timer(float(self._after), self._timer_fired)
        if self._repeat:
            kernel.repeat(self._java, float(self._repeat))
        if not self.ref:
            self._java.keepAlive(False)

    def again(self, callback, *args, **kwargs):
        after, self._after = self._after, self._repeat
        self.start(callback, *args)
        self._after = after

    def _disarm(self):
        if self._java is not None:
            self._java.cancel()
            self._java = None

    def _timer_fired(self):
        callback, args = self.callback, self.args
        if callback is None:
            return
        if not self._repeat:
            self.stop()
        try:
            callback(*args)
        except BaseException:
            self.loop._hub.handle_error(self, *sys.exc_info())


class async_(_Watcher):
    """Fires when any thread sends."""

    _sent = False

    def send(self):
        if not self._sent:
            self._sent = True
            kernel.callbackOf(self.loop._hub._hub, self._fire)

    def _fire(self):
        self._sent = False
        _Watcher._fire(self)

    @property
    def pending(self):
        return self._sent

    def send_ignoring_arg(self, _):
        self.send()


class io(_Watcher):
    """Fires while a descriptor is readable or writable."""

    _greenlet = None
    _passes = False     # whether the callback gets the event before its arguments

    def start(self, callback, *args, **kwargs):
        self._passes = kwargs.get('pass_events', False)
        _Watcher.start(self, callback, *args)

    def _arguments(self):
        return (self.events,) + self.args if self._passes else self.args

    def __init__(self, loop, fd, events):
        if fd < 0:
            raise ValueError('fd must be non-negative: %r' % (fd,))
        if events & ~(READ | WRITE):
            raise ValueError('illegal event mask: %r' % (events,))
        _Watcher.__init__(self, loop)
        self.fd, self.events = fd, events

    def _arm(self):
        from gevent.greenlet import spawn_raw
        self._greenlet = spawn_raw(self._watch)

    def _watch(self):
        from gevent import socket
        while self.callback is not None:
            if self.events & READ:
                socket.wait_read(self.fd)
            else:
                socket.wait_write(self.fd)
            self._fire()
            kernel.sleep(0.0, True)

    def _disarm(self):
        from gevent.greenlet import kill
        g, self._greenlet = self._greenlet, None
        if g is not None:
            kill(g)


class idle(_Watcher):
    """Fires when the others have nothing to do."""

    def _arm(self):
        from gevent.greenlet import spawn_raw

        def later():
            kernel.idle()
            self._fire()
        spawn_raw(later)


class signal(_Watcher):
    """Fires for each signal."""

    _handle = None

    def __init__(self, loop, signum):
        _Watcher.__init__(self, loop)
        self.signum = signum

    def _arm(self):
        from gevent.signal import name_of
        self._handle = kernel.onSignal(name_of(self.signum), self._fire)

    def _disarm(self):
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.cancel()


class child(_Watcher):
    """Fires when a process of gevent.subprocess has ended; rstatus is its status as os.waitpid() has it."""

    _greenlet = None
    rpid = rstatus = 0

    def __init__(self, loop, pid, trace=0):
        from gevent.subprocess import popen_of
        _Watcher.__init__(self, loop)
        self.pid = pid
        self._popen = popen_of(pid)

    def _arm(self):
        from gevent.greenlet import spawn_raw
        if self._greenlet is None:
            self._greenlet = spawn_raw(self._watch)

    def _watch(self):
        self._popen.wait()
        self._greenlet = None
        self.rpid, self.rstatus = self.pid, self._popen._wait_status()
        self._fire()

    def _disarm(self):
        from gevent.greenlet import kill
        g, self._greenlet = self._greenlet, None
        if g is not None:
            kill(g)


class stat(_Watcher):
    """Fires when a file has changed, appeared or gone; it looks at each interval, in seconds."""

    _timer = None
    prev = None
    attr = None

    def __init__(self, loop, path, interval, ref):
        _Watcher.__init__(self, loop)
        self.path, self.interval, self.ref = path, interval, ref
        self.attr = self._look()

    def _look(self):
        try:
            return os.stat(self.path)
        except (IOError, OSError):
            return None

    def _arm(self):
        self._disarm()
        self.attr = self._look()
        self._timer = timer(self.loop, max(self.interval, 0.1), max(self.interval, 0.1), self.ref)
        self._timer.start(self._compare)

    def _compare(self):
        now = self._look()
        if self._facts(now) != self._facts(self.attr):
            self.prev, self.attr = self.attr, now
            self._fire()

    @staticmethod
    def _facts(found):
        return None if found is None else (found.st_mode, found.st_size, found.st_mtime, found.st_ino)

    def _disarm(self):
        watch, self._timer = self._timer, None
        if watch is not None:
            watch.stop()


class fork(_Watcher):
    """Never fires: the JVM does not fork."""


class loop(object):
    """Calls functions and watchers."""

    default = True
    approx_timer_resolution = 0.001
    backend = 'jevent'
    pendingcnt = 0
    MINPRI = MINPRI
    MAXPRI = MAXPRI

    def __init__(self, hub):
        self._hub = hub

    def run_callback(self, function, *args):
        """Has a function called in turn with the greenlets that are ready."""
        if not callable(function):
            raise TypeError('Expected callable, not %r' % (function,))
        made = callback(self._hub, function, args)
        kernel.callback(made._fire)
        return made

    def run_callback_threadsafe(self, function, *args):
        """As run_callback, for any thread."""
        made = callback(self._hub, function, args)
        kernel.callbackOf(self._hub._hub, made._fire)
        return made

    def timer(self, after, repeat=0.0, ref=True, priority=None):
        return timer(self, after, repeat, ref)

    def io(self, fd, events, ref=True, priority=None):
        return io(self, fd, events)

    def signal(self, signum, ref=True, priority=None):
        return signal(self, signum)

    def async_(self, ref=True, priority=None):
        return async_(self)

    def idle(self, ref=True, priority=None):
        return idle(self)

    def child(self, pid, trace=0, ref=True):
        """A watcher of a process that gevent.subprocess has started."""
        return child(self, pid, trace)

    def install_sigchld(self):
        """Does nothing: the JVM tells the end of its processes."""

    reset_sigchld = install_sigchld

    def stat(self, path, interval=0.0, ref=True, priority=None):
        return stat(self, path, interval, ref)

    def fork(self, ref=True, priority=None):
        return fork(self)

    def now(self):
        return time.time()

    def update_now(self):
        pass

    update = update_now

    def handle_error(self, context, kind, value, tb):
        self._hub.handle_error(context, kind, value, tb)
