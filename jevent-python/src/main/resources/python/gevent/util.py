# SPDX-License-Identifier: Apache-2.0
"""Reports, and small tools."""
from __future__ import absolute_import
import functools
import pprint
import sys
import time

from gevent._kernel import kernel
from gevent.hub import get_hub, getcurrent, report

__all__ = ['format_run_info', 'print_run_info', 'GreenletTree', 'wrap_errors', 'assert_switches']


def format_run_info(thread_stacks=True, greenlet_stacks=True, limit=None, current_thread_ident=None):
    """Describes all threads and greenlets, and what the greenlets wait for."""
    import threading
    lines = _heading('Threads')
    lines += ['Thread 0x%x (%s)' % (thread.ident or 0, thread.name) for thread in threading.enumerate()]
    lines += _heading('Greenlets')
    for tree in GreenletTree.forest():
        lines += tree.format_lines() + ['']
    return lines + _heading('Waiting') + report().split('\n')


def _heading(title):
    return ['*' * 80, '* ' + title, '*' * 80]


class GreenletTree(object):
    """A greenlet, and the trees of those that it spawned and that have not ended."""

    is_current_tree = False

    def __init__(self, greenlet):
        self.greenlet = greenlet
        self.child_trees = []

    @property
    def root(self):
        return self.greenlet.parent is None

    @classmethod
    def forest(cls):
        """The trees of the roots: there is one, the main greenlet, which has those that no living greenlet spawned."""
        return [cls.current_tree()]

    @classmethod
    def current_tree(cls):
        main = get_hub()._main
        trees = {id(main): cls(main)}
        found = [getcurrent()] + [kernel.peer(java) for java in get_hub()._hub.greenlets()] + [get_hub()]
        while found:
            greenlet = found.pop(0)
            if greenlet is not None and id(greenlet) not in trees:
                trees[id(greenlet)] = cls(greenlet)
                found.append(cls._spawner(greenlet))
        for tree in trees.values():
            if tree.greenlet is not main:
                trees.get(id(cls._spawner(tree.greenlet)), trees[id(main)]).child_trees.append(tree)
        trees[id(main)].is_current_tree = True
        return trees[id(main)]

    @staticmethod
    def _spawner(greenlet):
        spawner = getattr(greenlet, 'spawning_greenlet', None)
        return spawner() if spawner is not None else None

    def __getattr__(self, name):
        return getattr(self.greenlet, name)

    def format_lines(self, details=True):
        """Returns the lines that show the tree."""
        return [line if marker is None else ' %s    %s' % (marker, line) for line, marker in self._render(details)]

    def _render(self, details):
        """Makes pairs of a line and, for a line of details, of its marker in the first column."""
        lines = [(self._label(), None)]
        if details:
            lines += [(line, ':') for line in self._details()]
        children = sorted(self.child_trees, key=self._place)
        for child in children:
            last = child is children[-1]
            drawn = child._render(details)
            lines.append((' +--- ' + drawn[0][0], None))
            for line, marker in drawn[1:]:
                if marker is None:
                    lines.append((' %s   %s' % (' ' if last else '|', line), None))
                else:
                    lines.append((' ' * 6 + line, ' ' if last else ':'))
        return lines

    @staticmethod
    def _place(tree):
        return 0 if tree.greenlet is get_hub() else getattr(tree.greenlet, 'minimal_ident', -1)

    def _label(self):
        greenlet = self.greenlet
        text = repr(greenlet)
        if greenlet:
            return text
        if not getattr(greenlet, 'dead', False):
            return text + '; not running'
        text += '; finished'
        if getattr(greenlet, 'value', None) is not None:
            return text + ' with value ' + repr(greenlet.value)[:30]
        if getattr(greenlet, 'exception', None) is not None:
            return text + ' with exception ' + repr(greenlet.exception)
        return text

    def _details(self):
        lines = ['Parent: %r' % (self.greenlet.parent,)]
        shared = getattr(self.greenlet, 'spawn_tree_locals', None)
        if shared and shared is not getattr(self._spawner(self.greenlet), 'spawn_tree_locals', None):
            lines += ['Spawn Tree Locals'] + pprint.pformat(shared).split('\n')
        return lines

    def format(self, details=True):
        return '\n'.join(self.format_lines(details))

    def __str__(self):
        return self.format(False)


class wrap_errors(object):
    """Calls a function, and returns its errors instead of raising them."""

    def __init__(self, errors, func):
        self.__errors, self.__func = errors, func
        functools.update_wrapper(self, func, [n for n in functools.WRAPPER_ASSIGNMENTS if hasattr(func, n)])

    def __call__(self, *args, **kwargs):
        try:
            return self.__func(*args, **kwargs)
        except self.__errors as e:
            return e

    def __str__(self):
        return str(self.__func)

    def __getattr__(self, name):
        return getattr(self.__func, name)


class _FailedToSwitch(AssertionError):
    """There was no switch."""


class assert_switches(object):
    """Fails if its body does not let other greenlets run."""

    def __init__(self, max_blocking_time=None, hub_only=False):
        self._limit, self._before = max_blocking_time, None
        self._target = 'the hub' if hub_only else 'any greenlet'

    def __enter__(self):
        self._hub = get_hub()._hub
        self._before = int(self._hub.switches())
        self._began = time.time()
        return self

    def __exit__(self, kind, value, tb):
        if kind is None and int(self._hub.switches()) == self._before:
            took = time.time() - self._began
            if self._limit is None or took > self._limit:
                raise _FailedToSwitch('To %s in %.4f seconds' % (self._target, took))
