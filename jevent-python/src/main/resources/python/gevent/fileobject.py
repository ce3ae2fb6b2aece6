# SPDX-License-Identifier: Apache-2.0
"""Files whose operations run on threads."""
from __future__ import absolute_import
import errno
import io
import os

from gevent._kernel import JYTHON, PY2
from gevent.hub import get_hub
from gevent.lock import DummySemaphore, Semaphore

__all__ = ['FileObject', 'FileObjectThread', 'FileObjectPosix', 'FileObjectBlock', 'FileObjectClosed']

if JYTHON:
    from org.python.core.io import RawIOBase as _Descriptor
else:
    _Descriptor = int


class FileObjectClosed(IOError):
    """The file was closed before."""

    def __init__(self):
        IOError.__init__(self, errno.EBADF, 'Bad file descriptor (FileObject was closed)')


class FileObjectThread(object):
    """A file whose methods run on a thread of the hub's pool."""

    def __init__(self, fobj, mode='r', buffering=-1, closefd=True, encoding=None, errors=None, newline=None, lock=True,
                 threadpool=None, bufsize=None):
        if not isinstance(fobj, _Descriptor) and (hasattr(fobj, 'read') or hasattr(fobj, 'write')):
            self._io = fobj
        elif PY2:
            self._io = io.open(fobj, mode, buffering, encoding, errors, newline)
        else:
            self._io = open(fobj, mode, buffering, encoding, errors, newline, closefd)
        self._closed = False
        self._closes = closefd
        self._pool = threadpool
        self.lock = Semaphore() if lock is True else (lock or DummySemaphore())

    @property
    def io(self):
        return self._io

    @property
    def closed(self):
        return self._closed

    def _apply(self, function, *args, **kwargs):
        if self._closed:
            raise FileObjectClosed()
        with self.lock:
            return (self._pool or get_hub().threadpool).apply(function, args, kwargs)

    def __getattr__(self, name):
        found = getattr(self._io, name)
        if not callable(found):
            return found

        def method(*args, **kwargs):
            return self._apply(found, *args, **kwargs)
        return method

    def close(self):
        if not self._closed:
            self.flush()
            self._closed = True
            if self._closes:
                self._io.close()

    def flush(self):
        self._apply(self._io.flush)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()


FileObject = FileObjectPosix = FileObjectThread


def FileObjectBlock(fobj, mode='r', *args, **kwargs):
    return io.open(fobj, mode, *args, **kwargs) if not hasattr(fobj, 'read') else fobj
