# SPDX-License-Identifier: Apache-2.0
"""select and poll for the sockets of gevent."""
from __future__ import absolute_import
import select as _select

import _jevent
from gevent._kernel import seconds, kernel

error = _select.error
POLLIN = getattr(_select, 'POLLIN', 1)
POLLOUT = getattr(_select, 'POLLOUT', 4)
POLLPRI = getattr(_select, 'POLLPRI', 2)
POLLERR = getattr(_select, 'POLLERR', 8)
POLLHUP = getattr(_select, 'POLLHUP', 16)
POLLNVAL = getattr(_select, 'POLLNVAL', 32)
__all__ = ['select', 'poll', 'error']


def _number(fd):
    return fd if isinstance(fd, int) else int(fd.fileno())


def select(rlist, wlist, xlist, timeout=None):
    """Waits until one of the descriptors is ready; returns those that are."""
    if timeout is not None and timeout < 0:
        raise ValueError('timeout must be non-negative')
    readers, writers = list(rlist), list(wlist)
    r = [_number(fd) for fd in readers]
    w = [_number(fd) for fd in writers]
    if not r and not w and timeout is None:
        from gevent.event import Event
        Event().wait()
    ready = _jevent.selection.select(r, w, seconds(timeout))
    kernel.sleep(0.0, True)
    can_read = set(int(n) for n in ready[0])
    can_write = set(int(n) for n in ready[1])
    return ([fd for fd, n in zip(readers, r) if n in can_read],
            [fd for fd, n in zip(writers, w) if n in can_write], [])


class poll(object):
    """Waits for descriptors that are registered."""

    def __init__(self):
        self._masks = {}

    def register(self, fd, eventmask=POLLIN | POLLOUT):
        self._masks[_number(fd)] = eventmask

    def modify(self, fd, eventmask):
        if _number(fd) not in self._masks:
            raise IOError(2, 'No such file or directory')
        self._masks[_number(fd)] = eventmask

    def unregister(self, fd):
        del self._masks[_number(fd)]

    def poll(self, timeout=None):
        known = dict((n, m) for n, m in self._masks.items() if _jevent.selection.isKnown(n))
        lost = [(n, POLLNVAL) for n in self._masks if n not in known]
        if lost:
            return lost
        limit = None if timeout is None or timeout < 0 else timeout / 1000.0
        readable, writable, _ = select([n for n, m in known.items() if m & POLLIN],
                                       [n for n, m in known.items() if m & POLLOUT], [], limit)
        found = {}
        for n in readable:
            found[n] = found.get(n, 0) | POLLIN
        for n in writable:
            found[n] = found.get(n, 0) | POLLOUT
        return list(found.items())
