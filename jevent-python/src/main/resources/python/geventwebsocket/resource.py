# SPDX-License-Identifier: Apache-2.0
"""Applications of WebSockets, chosen by path."""
from __future__ import absolute_import
import re


class WebSocketApplication(object):
    """Handles the messages of one WebSocket."""

    protocol_class = None

    def __init__(self, ws):
        self.ws = ws

    def handle(self):
        self.on_open()
        while True:
            message = self.ws.receive()
            self.on_message(message)
            if message is None:
                break

    def on_open(self):
        pass

    def on_close(self, reason):
        pass

    def on_message(self, message):
        if message is not None:
            self.ws.send(message)

    @classmethod
    def protocol_name(cls):
        return ''


class Resource(object):
    """Applications by regular expressions of paths."""

    def __init__(self, apps=None):
        self.apps = list(apps.items()) if hasattr(apps, 'items') else list(apps or ())

    def __call__(self, environ, start_response):
        ws = environ.get('wsgi.websocket')
        for path, app in self.apps:
            is_ws = isinstance(app, type) and issubclass(app, WebSocketApplication)
            if re.match(path, environ.get('PATH_INFO', '')) and is_ws == (ws is not None):
                if not is_ws:
                    return app(environ, start_response)
                made = app(ws)
                ws.current_app = made
                made.handle()
                made.on_close(None)
                return []
        raise Exception('No apps defined')
