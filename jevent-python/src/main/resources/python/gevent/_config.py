# SPDX-License-Identifier: Apache-2.0
"""Settings of gevent; jevent has its own, and takes none of these but remembers them."""
from __future__ import absolute_import


class Config(object):
    resolver = 'jevent'
    threadpool_idle_task_timeout = 5.0
    loop = 'jevent'
    max_blocking_time = 0.1
    monitor_thread = False
    track_greenlet_tree = True
    print_blocking_reports = True
    fileobject = 'thread'

    def __setattr__(self, name, value):
        if not hasattr(type(self), name):
            raise AttributeError('No configuration setting for: %r' % name)
        object.__setattr__(self, name, value)


config = Config()
