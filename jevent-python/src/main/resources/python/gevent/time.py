# SPDX-License-Identifier: Apache-2.0
"""time, with a sleep that lets other greenlets run."""
from __future__ import absolute_import
import time as _time
from gevent.hub import sleep

for _name in dir(_time):
    if not _name.startswith('__'):
        globals().setdefault(_name, getattr(_time, _name))
__all__ = ['sleep']
