# SPDX-License-Identifier: Apache-2.0
"""The part of Greenlet through which each spawn and each end goes. On Jython it is a Java class, JythonGreenlet."""
from __future__ import absolute_import
import heapq
import os
import sys
import weakref

import _jevent
from greenlet import getcurrent, GreenletExit
from gevent._kernel import border, kernel
from gevent.hub import get_hub

callbacks = set()       # those of Greenlet.add_spawn_callback
_places = {}
_returned = []          # the numbers of greenlets that have ended
_numbered = [0]


def place_of(run):
    """Names a function for reports and traces: its name, file and line."""
    code = getattr(run, '__code__', None)
    if code is None:
        code = getattr(getattr(run, '__func__', None), '__code__', None)
        if code is None:
            return None
    place = _places.get(code)
    if place is None:
        if len(_places) > 1000:
            _places.clear()
        place = _places[code] = '%s (%s:%d)' % (
            code.co_name, os.path.basename(code.co_filename), code.co_firstlineno)
    return place


def take_number():
    """The smallest number that no greenlet has."""
    if _returned:
        return heapq.heappop(_returned)
    _numbered[0] += 1
    return _numbered[0] - 1


def give_back(number):
    heapq.heappush(_returned, number)


def announce(g):
    for callback in list(callbacks):
        callback(g)


def report_early(g, problem):
    """Prints the failure of a greenlet whose function did not run."""
    g._settle()
    get_hub().handle_error(g, type(problem), problem, None)


class _Core(object):

    value = None
    args = ()
    kwargs = {}
    _exception = None
    _tb = None
    _over = False           # its function has ended, or it will never run
    _failed = False
    _begun = False
    _number = None
    _spawner = None
    spawn_tree_locals = None
    _context = None

    def __init__(self, run=None, *args, **kwargs):
        if run is not None:
            if not callable(run):
                raise TypeError('The run argument or self._run must be callable')
            self._run = run
        elif not callable(self._run):
            raise TypeError('The run argument or self._run must be callable')
        if args:
            self.args = args
        if kwargs:
            self.kwargs = kwargs
        self._java = kernel.greenlet(self._main, self, report_early, place_of(self._run))
        spawner = getcurrent()
        self._spawner = weakref.ref(spawner)
        locals_ = getattr(spawner, 'spawn_tree_locals', None)
        self.spawn_tree_locals = locals_ if locals_ is not None else {}
        get_hub()

    def _main(self):
        self._begun = True
        try:
            if self._context is None:
                self.value = self._run(*self.args, **self.kwargs)
            else:
                self.value = self._context.run(self._run, *self.args, **self.kwargs)
            return self._finish()
        except GreenletExit:
            self.value = sys.exc_info()[1]
            return self._finish()
        except:  # noqa: E722  Java's too
            kind, problem, tb = sys.exc_info()
            carried = border.carried(problem)
            if carried is not None:
                kind, problem = type(carried), carried
            if isinstance(problem, GreenletExit):
                self.value = problem
                return self._finish()
            self._over = self._failed = True
            self._exception = problem
            self._tb = tb.tb_next if tb is not None and tb.tb_next is not None else tb
            try:
                self._report(kind, problem, self._tb)   # prints the arguments
            finally:
                self._finish()
            return problem

    def _finish(self):
        self._over = True
        if self.args or self.kwargs:
            self.args = ()
            self.kwargs = {}
        self.__dict__.pop('_run', None)
        if self._number is not None:
            self._give_back()
        return None

    def _settle(self):
        """Takes the outcome over of a greenlet that ended before its function ran."""
        if not self._over and kernel.isReady(self._java):
            problem = kernel.outcome(self._java)
            if problem is None or isinstance(problem, GreenletExit):
                self.value = problem
            else:
                self._failed = True
                self._exception = problem
            self._finish()
        return self._over

    def start(self):
        """Has it run when its turn comes."""
        if self._begun or self._over:
            return
        if callbacks:
            announce(self)
        kernel.start(self._java)

    def ready(self):
        """Whether it has ended."""
        return self._settle()

    def successful(self):
        """Whether it has ended without a failure; a kill is none."""
        return self._settle() and not self._failed


def _await(objects, count, limit):
    """Waits for some of the objects, and returns them; None if it cannot wait for one of them."""
    if not all(hasattr(o, '_java') for o in objects):
        return None
    ready = [objects[int(i)] for i in getattr(kernel, 'await')([o._java for o in objects], count, limit)]
    for o in ready:
        if isinstance(o, _Core):
            o._settle()
    return ready


if hasattr(_jevent, 'greenlets'):
    Core = _jevent.greenlets.type([getcurrent, get_hub, weakref.ref, GreenletExit, place_of, report_early, callbacks,
                                   announce])
    await_ready = getattr(_jevent.greenlets, 'await')
else:
    Core = _Core
    await_ready = _await
