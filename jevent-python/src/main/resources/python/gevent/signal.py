# SPDX-License-Identifier: Apache-2.0
"""signal, and the names of signals for Java."""
from __future__ import absolute_import
import signal as _signal

__all__ = ['signal', 'getsignal']
signal = _signal.signal
getsignal = _signal.getsignal


def name_of(number):
    """The name of a signal, without SIG."""
    for name in dir(_signal):
        if name.startswith('SIG') and not name.startswith('SIG_') and getattr(_signal, name) == number:
            return name[3:]
    raise ValueError('signal number out of range')
