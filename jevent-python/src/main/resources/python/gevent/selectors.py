# SPDX-License-Identifier: Apache-2.0
"""A selector for the sockets of gevent."""
from __future__ import absolute_import
import selectors as _selectors

from gevent import select as _gselect

EVENT_READ = _selectors.EVENT_READ
EVENT_WRITE = _selectors.EVENT_WRITE
__all__ = ['GeventSelector', 'DefaultSelector', 'EVENT_READ', 'EVENT_WRITE']


class GeventSelector(_selectors._BaseSelectorImpl):
    """Waits for file objects that are registered."""

    def select(self, timeout=None):
        keys = list(self.get_map().values())
        readers = [k.fd for k in keys if k.events & EVENT_READ]
        writers = [k.fd for k in keys if k.events & EVENT_WRITE]
        if timeout is not None and timeout < 0:
            timeout = 0
        readable, writable, _ = _gselect.select(readers, writers, [], timeout)
        found = []
        for key in keys:
            events = (EVENT_READ if key.fd in readable else 0) | (EVENT_WRITE if key.fd in writable else 0)
            if events & key.events:
                found.append((key, events & key.events))
        return found


DefaultSelector = GeventSelector
