# SPDX-License-Identifier: Apache-2.0
"""The exceptions of gevent, and those that Java's become."""
from __future__ import absolute_import
import errno
import os

from greenlet import GreenletExit
from gevent._kernel import border, text

__all__ = ['LoopExit', 'BlockingSwitchOutError', 'InvalidSwitchError', 'ConcurrentObjectUseError',
           'InvalidThreadUseError', 'HubDestroyed', 'GreenletExit']


class LoopExit(Exception):
    """Nothing can wake the main greenlet any more."""

    @property
    def hub(self):
        return self.args[1] if len(self.args) > 1 else None

    def __str__(self):
        if len(self.args) == 3:
            return '%s\n\tHub: %r\n\tHandles:\n%s' % self.args
        return Exception.__str__(self)


class BlockingSwitchOutError(AssertionError):
    """A blocking call in a callback of the hub."""


class InvalidSwitchError(AssertionError):
    """A greenlet was switched to that did not expect it."""


class ConcurrentObjectUseError(AssertionError):
    """Two greenlets use an object that serves one at a time."""


class InvalidThreadUseError(RuntimeError):
    """An object was used from the wrong thread."""


class HubDestroyed(GreenletExit):
    """The hub was destroyed."""

    def __init__(self, destroy_loop=None):
        GreenletExit.__init__(self, destroy_loop)
        self.destroy_loop = destroy_loop


def _loop_exit(message):
    from gevent._stacks import described
    from gevent.hub import get_hub
    hub = get_hub()
    hub.deadlock_report = described(message)
    return LoopExit('This operation would block forever', hub, '[]')


def _os_error(name, message):
    number = getattr(errno, name, None)
    if number == errno.EBADF:
        from gevent.socket import cancel_wait_ex
        return cancel_wait_ex()
    import socket
    if number is None:
        return socket.error(message)
    return socket.error(number, os.strerror(number) if hasattr(os, 'strerror') else message)


def _ssl_error(message):
    from gevent.ssl import error_of
    return error_of(message)


def _certificate_error(message):
    from gevent.ssl import certificate_error_of
    return certificate_error_of(message)


def _shutdown(message):
    import signal
    if 'INT' in message:
        return KeyboardInterrupt()
    return None


def _bad_name(message):
    import socket
    return socket.gaierror(getattr(socket, 'EAI_NONAME', -2), 'Name or service not known')


def _timed_out(message):
    import socket
    return socket.timeout('timed out')


def _timeout(message):
    from gevent.timeout import Timeout
    return Timeout()


def _shut_down(message):
    from gevent.queue import ShutDown
    return ShutDown()


_MAKERS = {
    'LoopExit': _loop_exit,
    'BlockingSwitchOutError': lambda m: BlockingSwitchOutError(
        'Impossible to call blocking function in the event loop callback'),
    'ConcurrentObjectUseError': ConcurrentObjectUseError,
    'InvalidThreadUseError': InvalidThreadUseError,
    'GreenletExit': lambda m: GreenletExit(),
    'Timeout': _timeout,
    'ShutDown': _shut_down,
    'shutdown': _shutdown,
    'timeout': _timed_out,
    'gaierror': _bad_name,
    'ssl': _ssl_error,
    'certificate': _certificate_error,
    'EOF': EOFError,
    'ValueError': ValueError,
}


def _translate(kind, message, thrown):
    """Makes the Python exception that stands for a Java one; None lets the Java one through."""
    kind = text(kind)
    message = text(message)
    if kind in _MAKERS:
        return _MAKERS[kind](message)
    if kind == 'java':
        return None
    return _os_error(kind, message)


border.setTranslator(_translate)
