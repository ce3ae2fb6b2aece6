# SPDX-License-Identifier: Apache-2.0
"""What gevent.selectors takes of Python 3's module selectors, for Python 2, which has none."""
from __future__ import absolute_import
import collections

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = collections.namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])


def _number(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError('Invalid file object: {!r}'.format(fileobj))
    if fd < 0:
        raise ValueError('Invalid file descriptor: {}'.format(fd))
    return fd


class BaseSelector(object):
    """Waits for file objects that are registered."""

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()


class _Map(collections.Mapping):
    """The keys by their file objects."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._keys)

    def __getitem__(self, fileobj):
        try:
            return self._selector._keys[self._selector._lookup(fileobj)]
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj))

    def __iter__(self):
        return iter(self._selector._keys)


class _BaseSelectorImpl(BaseSelector):
    def __init__(self):
        self._keys = collections.OrderedDict()
        self._map = _Map(self)

    def _lookup(self, fileobj):
        try:
            return _number(fileobj)
        except ValueError:
            for key in self._keys.values():     # a file that was closed
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        """Adds a file object."""
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError('Invalid events: {!r}'.format(events))
        key = SelectorKey(fileobj, self._lookup(fileobj), events, data)
        if key.fd in self._keys:
            raise KeyError('{!r} (FD {}) is already registered'.format(fileobj, key.fd))
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj):
        """Removes a file object."""
        try:
            return self._keys.pop(self._lookup(fileobj))
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj))

    def modify(self, fileobj, events, data=None):
        """Changes what a file object is watched for."""
        key = self.get_key(fileobj)
        if events != key.events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if data != key.data:
            key = key._replace(data=data)
            self._keys[key.fd] = key
        return key

    def close(self):
        self._keys.clear()
        self._map = None

    def get_key(self, fileobj):
        if self._map is None:
            raise RuntimeError('Selector is closed')
        return self._map[fileobj]

    def get_map(self):
        return self._map
