# SPDX-License-Identifier: Apache-2.0
"""The resolver of a hub: jevent's, whatever GEVENT_RESOLVER names."""
from __future__ import absolute_import
import os
import sys

from gevent import socket as _socket

_NAMES = ('jevent', 'thread', 'block', 'ares', 'dnspython')


class Resolver(object):
    """Looks up names and addresses."""

    gethostbyname = staticmethod(_socket.gethostbyname)
    gethostbyname_ex = staticmethod(_socket.gethostbyname_ex)
    getaddrinfo = staticmethod(_socket.getaddrinfo)
    gethostbyaddr = staticmethod(_socket.gethostbyaddr)
    getnameinfo = staticmethod(_socket.getnameinfo)

    def __init__(self, hub=None, **kwargs):
        pass

    def close(self):
        """Does nothing."""


def chosen():
    """Makes the resolver; says so if a setting of gevent asks for another one, of C or of a package."""
    from gevent._config import config
    wanted = os.environ.get('GEVENT_RESOLVER') or config.resolver
    names = wanted.split(',') if isinstance(wanted, str) else list(wanted)
    short = [str(n).split('.')[-2] if '.' in str(n) else str(n) for n in names]
    known = [n for n in short if n.replace('resolver_', '') in _NAMES]
    if not known:
        raise ImportError('GEVENT_RESOLVER=%s: gevent knows no such resolver; jevent has its own, which needs no setting'
                          % (wanted,))
    if known[0].replace('resolver_', '') in ('ares', 'dnspython'):
        sys.stderr.write('jevent: GEVENT_RESOLVER=%s: jevent looks names up by its own resolver, without blocking, as %s would; '
                         'its settings are those of jevent (nameServers)\n' % (wanted, known[0]))
    return Resolver()
