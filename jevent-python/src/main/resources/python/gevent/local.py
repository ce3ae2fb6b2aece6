# SPDX-License-Identifier: Apache-2.0
"""Attributes that each greenlet has for itself; a greenlet is a thread of the JVM, so the engine's are right."""
from __future__ import absolute_import
from gevent._kernel import PY2

if PY2:
    from thread import _local as local
else:
    from _thread import _local as local

__all__ = ['local']
