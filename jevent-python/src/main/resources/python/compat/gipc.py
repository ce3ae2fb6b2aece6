# SPDX-License-Identifier: Apache-2.0
"""gipc with child JVMs."""
from __future__ import absolute_import
import pickle

from _jevent_child import make_pipe, end_of
from gevent.timeout import Timeout
from multiprocessing import Process

__all__ = ['pipe', 'start_process', 'GIPCError', 'GIPCClosed', 'GIPCLocked']


class GIPCError(Exception):
    """An error of gipc."""


class GIPCClosed(GIPCError):
    """A handle is closed."""


class GIPCLocked(GIPCError):
    """A handle is in use."""


class _Handle(object):
    def __init__(self, end, encoder=None, decoder=None):
        self._end, self._encoder, self._decoder = end, encoder, decoder
        self._closed = False

    def _check(self):
        if self._closed:
            raise GIPCClosed('The handle is closed.')

    def put(self, o):
        """Sends an object."""
        self._check()
        data = pickle.dumps(o, 2) if self._encoder == 'default' else o if self._encoder is None else self._encoder(o)
        self._end.send_bytes(data)

    def get(self, timeout=None):
        """Returns the next object; timeout is a started Timeout."""
        self._check()
        data = self._end.recv_bytes()
        if isinstance(timeout, Timeout):
            timeout.cancel()
        return pickle.loads(data) if self._decoder == 'default' else data if self._decoder is None else self._decoder(data)

    def close(self):
        self._check()
        self._closed = True
        self._end.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if not self._closed:
            self.close()

    def __reduce__(self):
        return _handle, (self._end.index, self._end.side, self._encoder, self._decoder)


def _handle(index, side, encoder, decoder):
    return _Handle(end_of(index, side), encoder, decoder)


class _Pair(tuple):
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        for handle in (self[1], self[0]):
            try:
                handle.close()
            except GIPCClosed:
                pass


def pipe(duplex=False, encoder='default', decoder='default'):
    """Makes a reader and a writer, or two handles that are both."""
    for name, codec in (('encoder', encoder), ('decoder', decoder)):
        if codec is not None and codec != 'default' and not callable(codec):
            raise GIPCError("pipe '%s' argument must be callable." % name)
    first, second = make_pipe()
    return _Pair((_Handle(first, encoder, decoder), _Handle(second, encoder, decoder)))


def start_process(target, args=(), kwargs=None, daemon=None, name=None):
    """Starts a function in a child JVM."""
    if not isinstance(args, tuple):
        raise TypeError('`args` argument must be tuple.')
    if kwargs is not None and not isinstance(kwargs, dict):
        raise TypeError('`kwargs` argument must be dict.')
    process = Process(target=target, args=args, kwargs=kwargs, name=name, daemon=daemon)
    process.start()
    return process
