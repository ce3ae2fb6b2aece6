# SPDX-License-Identifier: Apache-2.0
"""gevent on the JVM: the package of that name, on jevent's hubs."""
from __future__ import absolute_import
import collections as _collections

__version__ = '22.10.2'
version_info = _collections.namedtuple('version_info', 'major minor micro releaselevel serial')(22, 10, 2, 'final', 0)

from greenlet import GreenletExit, getcurrent  # noqa: E402
from gevent.hub import get_hub, idle, reinit, signal as signal_handler  # noqa: E402
from gevent.timeout import Timeout, with_timeout  # noqa: E402
from gevent.greenlet import (Greenlet, iwait, joinall, kill, killall, sleep, spawn, spawn_later, spawn_raw,  # noqa: E402
                             wait)
from gevent._config import config  # noqa: E402
from gevent import _stacks as _noted_stacks  # noqa: E402, F401  notes them from now on

__all__ = ['Greenlet', 'GreenletExit', 'Timeout', 'config', 'fork', 'get_hub', 'getcurrent', 'getswitchinterval',
           'idle', 'iwait', 'joinall', 'kill', 'killall', 'reinit', 'setswitchinterval', 'signal_handler', 'sleep',
           'spawn', 'spawn_later', 'spawn_raw', 'wait', 'with_timeout']

_interval = [0.005]


def getswitchinterval():
    return _interval[0]


def setswitchinterval(interval):
    _interval[0] = interval


def fork():
    raise OSError('the JVM cannot fork')


def shutdown():
    """Kills the main greenlet, which gevent could do until 0.13."""
    kill(get_hub()._main)


class _SignalModule(type(_collections)):
    """gevent.signal is a module that old programs call."""

    def __call__(self, signalnum, handler, *args, **kwargs):
        if handler is kill and not args:
            args = (getcurrent(),)
        return signal_handler(signalnum, handler, *args, **kwargs)


from gevent import signal as _signal_module  # noqa: E402
signal = _SignalModule('gevent.signal')
signal.__dict__.update(_signal_module.__dict__)
__import__('sys').modules['gevent.signal'] = signal
