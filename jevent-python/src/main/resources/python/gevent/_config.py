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
    threadpool = None
    format_context = repr
    libev_backend = None
    disable_watch_children = False
    trace_malloc = None
    memory_monitor_period = 5.0
    max_memory_usage = None
    ares_flags = ares_timeout = ares_tries = ares_ndots = ares_udp_port = ares_tcp_port = ares_servers = None
    resolver_nameservers = resolver_timeout = None
    print_blocking_reports = True
    fileobject = 'thread'

    @property
    def settings(self):
        return {name: getattr(self, name) for name in vars(type(self)) if name[0] != '_' and name != 'settings'}

    def __setattr__(self, name, value):
        if not hasattr(type(self), name):
            raise AttributeError('No configuration setting for: %r' % name)
        object.__setattr__(self, name, value)


config = Config()
