# SPDX-License-Identifier: Apache-2.0
"""There is no c-ares on the JVM."""
raise ImportError('gevent.resolver.ares: there is no c-ares on the JVM. jevent has its own resolver, which does not block: '
                  'gevent.get_hub().resolver, or the functions of gevent.socket')
