# SPDX-License-Identifier: Apache-2.0
"""Queues, on jevent's."""
from __future__ import absolute_import
import collections
import sys

import _jevent
from gevent._kernel import primitives, unbox, Box, Limit, PY2
from gevent.timeout import Timeout

if PY2:
    from Queue import Empty, Full
else:
    from queue import Empty, Full

__all__ = ['Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue', 'JoinableQueue', 'Channel', 'Empty', 'Full', 'ShutDown']


class ShutDown(Exception):
    """The queue was shut down."""


_put = primitives.put
_get = primitives.get


class _Core(object):
    """The part of a queue through which each item goes. On Jython it is a Java class, JythonQueue."""

    _boxes = True
    _getting = 0
    _putting = 0

    def put(self, item, block=True, timeout=None):
        """Adds an item; waits while the queue is full."""
        if not block or timeout is not None:
            return self._put_within(item, block, timeout)
        self._putting += 1
        try:
            _put(self._java, self._wrap(item), -1.0)
        finally:
            self._putting -= 1

    def get(self, block=True, timeout=None):
        """Removes the next item and returns it; waits until there is one."""
        if not block or timeout is not None:
            return self._get_within(block, timeout)
        self._getting += 1
        try:
            item = _get(self._java, -1.0)
        finally:
            self._getting -= 1
        return item.value if type(item) is Box else item


Core = _jevent.queues.type(Box) if hasattr(_jevent, 'queues') else _Core


class Queue(Core):
    """Items that greenlets put and get, in their order."""

    _kind = 'fifo'
    _tracks = False

    def __init__(self, maxsize=None, items=(), unfinished_tasks=None):
        if maxsize is not None and maxsize <= 0:
            if maxsize == 0:
                import warnings
                warnings.warn('Queue(0) now equivalent to Queue(None); if you want a channel, use Channel',
                              DeprecationWarning, stacklevel=2)
            maxsize = None
        self.maxsize = maxsize
        items = list(items)
        self._java = primitives.queue(self._kind, max(maxsize or 0, len(items) if maxsize else 0), self._order())
        self._fill(items)

    def _fill(self, items):
        for item in items:
            _put(self._java, Box(item), -1.0)

    @classmethod
    def of(cls, java):
        """Makes a queue of one of Java's, whose items Java sees as it sees all values of Python."""
        self = cls.__new__(cls)
        self.maxsize = None
        self._java = java
        self._boxes = False
        return self

    @property
    def java(self):
        """The Java queue."""
        return self._java

    def _order(self):
        return None

    def _wrap(self, item):
        return Box(item) if self._boxes else item

    def _put_within(self, item, block=True, timeout=None):
        item = self._wrap(item)
        if not block:
            if not _put(self._java, item, 0.0):
                raise Full
            return
        limit = Limit(timeout)
        self._putting += 1
        try:
            ended = limit.run(_put, self._java, item)
        finally:
            self._putting -= 1
        if not ended:
            raise limit.timer if limit.timer is not None else Full

    def put_nowait(self, item):
        self.put(item, False)

    def _get_within(self, block=True, timeout=None):
        return unbox(self._take(_get, block, timeout))

    def _take(self, call, block, timeout):
        if not block:
            item = call(self._java, 0.0)
            if item is None:
                raise Empty
            return item
        limit = Limit(timeout)
        self._getting += 1
        try:
            item = limit.run(call, self._java)
        finally:
            self._getting -= 1
        if item is None or item is False:
            raise limit.timer if limit.timer is not None else Empty
        return item

    def get_nowait(self):
        return self.get(False)

    def peek(self, block=True, timeout=None):
        """Returns the next item without removing it."""
        return unbox(self._take(primitives.peek, block, timeout))

    def peek_nowait(self):
        return self.peek(False)

    def qsize(self):
        return int(self._java.size())

    __len__ = qsize

    def __bool__(self):
        return True

    __nonzero__ = __bool__

    def empty(self):
        return not self.qsize()

    def full(self):
        return self.maxsize is not None and self.qsize() >= self.maxsize

    def copy(self):
        return type(self)(self.maxsize, self._items())

    def _items(self):
        return [unbox(i) for i in primitives.items(self._java)]

    _shape = collections.deque
    queue = property(lambda self: self._shape(self._items()))

    def shutdown(self, immediate=False):
        primitives.shutdown(self._java, bool(immediate))

    def __iter__(self):
        return self

    def __next__(self):
        item = self.get()
        if item is StopIteration:
            raise StopIteration
        return item

    next = __next__

    def _format(self):
        parts = []
        if self.maxsize is not None:
            parts.append('maxsize=%r' % self.maxsize)
        if self.qsize():
            parts.append('queue=%s' % self._show(self._items()))
        if self._getting:
            parts.append('getters[%d]' % self._getting)
        if self._putting:
            parts.append('putters[%d]' % self._putting)
        return parts

    @staticmethod
    def _show(items):
        return 'deque(%r)' % (items,)

    def __repr__(self):
        return '<%s>' % ' '.join([type(self).__name__, 'at', hex(id(self))] + self._format())

    def __str__(self):
        return '<%s>' % ' '.join([type(self).__name__] + self._format())


class SimpleQueue(Queue):
    """The queue without tasks, under the name that the standard library has for it."""


class PriorityQueue(Queue):
    """A queue whose smallest item comes first."""

    _kind = 'priority'
    _shape = list

    def _order(self):
        return _compare

    @staticmethod
    def _show(items):
        return repr(items)


def _compare(a, b):
    return -1 if unbox(a) < unbox(b) else 0


class LifoQueue(Queue):
    """A queue whose newest item comes first."""

    _kind = 'lifo'

    @staticmethod
    def _shape(items):
        return items[::-1]

    @staticmethod
    def _show(items):
        return repr(items[::-1])


class JoinableQueue(Queue):
    """A queue that knows which of its items are still worked on."""

    def __init__(self, maxsize=None, items=(), unfinished_tasks=None):
        self._tasks = unfinished_tasks
        Queue.__init__(self, maxsize, items)

    def _fill(self, items):
        tasks = self._tasks or len(items)
        for _ in range(len(items), tasks):
            _put(self._java, Box(None), -1.0)
            _get(self._java, -1.0)
        Queue._fill(self, items)
        for _ in range(tasks, len(items)):
            self._java.taskDone()

    def copy(self):
        return type(self)(self.maxsize, self._items(), self.unfinished_tasks)

    @property
    def unfinished_tasks(self):
        return int(self._java.unfinishedTasks())

    def task_done(self):
        """Tells that an item has been worked on."""
        if self.unfinished_tasks <= 0:
            raise ValueError('task_done() called too many times')
        self._java.taskDone()

    def join(self, timeout=None):
        """Waits until all items have been worked on."""
        return bool(Limit(timeout).run(primitives.joinQueue, self._java))

    def _format(self):
        parts = Queue._format(self)
        if self.unfinished_tasks:
            parts.append('tasks=%s _cond=<Event clear _links[0]>' % self.unfinished_tasks)
        return parts


class Channel(Queue):
    """A queue that holds nothing: put waits for get."""

    _kind = 'channel'

    def __init__(self, maxsize=1):
        if maxsize != 1:
            raise ValueError('Channels have a maxsize of 1')
        Queue.__init__(self)

    @property
    def balance(self):
        return int(self._java.balance())

    def qsize(self):
        return 0

    def empty(self):
        return True

    def full(self):
        return True

    def put(self, item, block=True, timeout=None):
        self._put_within(item, True, timeout if block else 0)

    def get(self, block=True, timeout=None):
        return self._get_within(True, timeout if block else 0)

    def _format(self):
        waiting = self.balance
        if not waiting:
            return ['']
        return ['', 'putters[%d]' % waiting if waiting > 0 else 'getters[%d]' % -waiting]
