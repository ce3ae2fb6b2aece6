# SPDX-License-Identifier: Apache-2.0
"""Reports, and small tools."""
from __future__ import absolute_import
import sys
import time

from gevent.hub import report

__all__ = ['format_run_info', 'print_run_info', 'wrap_errors', 'assert_switches']


def format_run_info(thread_stacks=True, greenlet_stacks=True, limit=None, current_thread_ident=None):
    """Describes all greenlets."""
    return report().split('\n')


def print_run_info(thread_stacks=True, greenlet_stacks=True, limit=None, file=None):
    (file or sys.stderr).write('\n'.join(format_run_info()) + '\n')


class wrap_errors(object):
    """Calls a function, and returns its errors instead of raising them."""

    def __init__(self, errors, func):
        self.__errors, self.__func = errors, func

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

    def __enter__(self):
        from gevent.hub import get_hub
        self._hub = get_hub()._hub
        self._before = int(self._hub.switches())
        self._began = time.time()
        return self

    def __exit__(self, kind, value, tb):
        if kind is None and int(self._hub.switches()) == self._before:
            took = time.time() - self._began
            if self._limit is None or took > self._limit:
                raise _FailedToSwitch('To any greenlet in %.4f seconds' % took)
