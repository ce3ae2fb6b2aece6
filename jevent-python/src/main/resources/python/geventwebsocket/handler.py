# SPDX-License-Identifier: Apache-2.0
"""The handler of WebSocket requests."""
from __future__ import absolute_import
import collections

import _jevent
from gevent.pywsgi import WSGIHandler
from geventwebsocket.websocket import WebSocket

Client = collections.namedtuple('Client', 'address ws')


class WebSocketHandler(WSGIHandler):
    """Gives the application wsgi.websocket, if the client asks for one."""

    websockets = True
    SUPPORTED_VERSIONS = ('13', '8', '7')

    def get_environ(self):
        env = WSGIHandler.get_environ(self)
        java = _jevent.wsgi.webSocket(self._java)
        if java is not None:
            self.websocket = WebSocket(env, java, self)
            env['wsgi.websocket'] = self.websocket
            env['wsgi.websocket_version'] = '13'
        return env

    def run_application(self):
        if 'wsgi.websocket' not in self.environ:
            return WSGIHandler.run_application(self)
        address = (self.environ.get('REMOTE_ADDR'), self.environ.get('REMOTE_PORT'))
        clients = getattr(self.server, 'clients', None)
        if clients is not None:
            clients[address] = Client(address, self.websocket)
        try:
            self.application(self.environ, lambda status, headers, exc_info=None: [])
        finally:
            if clients is not None:
                clients.pop(address, None)
        return []
