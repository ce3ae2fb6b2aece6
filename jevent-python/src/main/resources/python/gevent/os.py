# SPDX-License-Identifier: Apache-2.0
"""Reading and writing of descriptors."""
from __future__ import absolute_import
import errno
import os as _os

from gevent.hub import get_hub

__all__ = ['tp_read', 'tp_write', 'nb_read', 'nb_write', 'make_nonblocking', 'waitpid', 'fork',
           'fork_and_watch', 'WNOHANG']
WNOHANG = getattr(_os, 'WNOHANG', 1)


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


def kill(pid, sig):
    """Sends a signal to a process, this one too, which the engine's own os.kill may not be able to."""
    from gevent.subprocess import Popen, PIPE
    _, problem = Popen(['sh', '-c', 'kill -"$0" "$1"', str(int(sig)), str(int(pid))], stderr=PIPE).communicate()
    if b'ermitted' in problem:
        raise OSError(errno.EPERM, 'Operation not permitted')
    if problem:
        raise OSError(errno.ESRCH, 'No such process')


def waitpid(pid, options):
    """Waits for a process of gevent.subprocess; returns its number and its status."""
    from gevent.subprocess import popen_of
    popen = popen_of(pid)
    if options & WNOHANG:
        if popen.poll() is None:
            return 0, 0
    else:
        popen.wait()
    return pid, popen._wait_status()


def fork():
    """Raises: the JVM cannot fork."""
    raise NotImplementedError('the JVM cannot fork: start a function in a child JVM by multiprocessing.Process, or a '
                              'program by gevent.subprocess')


def fork_and_watch(callback=None, loop=None, ref=False, fork=fork):
    """Raises: the JVM cannot fork."""
    return fork()


fork_gevent = forkpty_gevent = fork
