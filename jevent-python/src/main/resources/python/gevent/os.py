# SPDX-License-Identifier: Apache-2.0
"""Reading and writing of descriptors."""
from __future__ import absolute_import
import os as _os

from gevent.hub import get_hub

__all__ = ['tp_read', 'tp_write', 'nb_read', 'nb_write', 'make_nonblocking']


def tp_read(fd, n):
    """Reads on a thread of the hub's pool."""
    return get_hub().threadpool.apply(_os.read, (fd, n))


def tp_write(fd, buf):
    """Writes on a thread of the hub's pool."""
    return get_hub().threadpool.apply(_os.write, (fd, buf))


nb_read = tp_read
nb_write = tp_write


def make_nonblocking(fd):
    return False
