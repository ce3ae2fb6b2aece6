# SPDX-License-Identifier: Apache-2.0
"""A selector for the sockets of gevent."""
from __future__ import absolute_import

from gevent import select as _gselect
from gevent._kernel import PY2

if PY2:
    from gevent import _selectors2 as _selectors
else:
    import selectors as _selectors

EVENT_READ = _selectors.EVENT_READ
EVENT_WRITE = _selectors.EVENT_WRITE
BaseSelector = _selectors.BaseSelector
SelectorKey = _selectors.SelectorKey
__all__ = ['GeventSelector', 'DefaultSelector', 'BaseSelector', 'SelectorKey', 'EVENT_READ', 'EVENT_WRITE']


class GeventSelector(_selectors._BaseSelectorImpl):
    """Waits for file objects that are registered."""

    def __init__(self, hub=None):
        _selectors._BaseSelectorImpl.__init__(self)

    def select(self, timeout=None):
        """Waits until some of the file objects are ready; returns a key and the events of each."""
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
