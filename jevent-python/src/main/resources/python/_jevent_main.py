# SPDX-License-Identifier: Apache-2.0
"""Prepares the interpreter and runs a program; Java runs this file with its objects as globals."""
import sys


def _start():
    import types
    bridge = types.ModuleType('_jevent')
    for name in (
            'border', 'kernel', 'primitives', 'sockets', 'selection', 'tls', 'processes', 'wsgi', 'zmq', 'greenlets', 'queues',
            'engine', 'home'):
        if name in globals():
            setattr(bridge, name, globals()[name])
    bridge.home = str(bridge.home)
    bridge.engine = str(bridge.engine)
    sys.modules['_jevent'] = bridge
    if bridge.home not in sys.path:
        sys.path.insert(0, bridge.home)
    import _jevent_run
    return _jevent_run.main([_text(a) for a in arguments])


def _text(value):
    if sys.version_info[0] == 2:
        return value.encode('utf-8') if isinstance(value, unicode) else value  # noqa: F821
    return str(value)


status = _start()
