# SPDX-License-Identifier: Apache-2.0
"""Attributes that each greenlet has for itself; a greenlet is a thread of the JVM, so the engine's are right."""
from __future__ import absolute_import
from gevent._kernel import PY2

if PY2:
    from thread import _local as local
else:
    from _thread import _local

    class local(_local):
        """Calls __init__ once for each greenlet; the engine's class would call it twice in the one that makes it."""

        def __new__(cls, *args, **kwargs):
            if cls.__init__ is object.__init__:
                if args or kwargs:
                    raise TypeError('Initialization arguments are not supported', args, kwargs)
                return _local.__new__(cls)
            self = _local.__new__(cls, *args, **kwargs)
            try:
                object.__setattr__(self, '__class__', _Plain)   # whose attributes are made without __init__
                _local.__getattribute__(self, '__dict__')
                object.__setattr__(self, '__class__', cls)
            except TypeError:       # cls has __slots__
                pass
            return self

    class _Plain(local):
        pass

__all__ = ['local']
