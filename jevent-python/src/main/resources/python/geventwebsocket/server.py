# SPDX-License-Identifier: Apache-2.0
"""A server of WebSockets."""
from __future__ import absolute_import
import logging

from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import WebSocketHandler


class WebSocketServer(WSGIServer):
    """A WSGI server that serves WebSockets as well."""

    handler_class = WebSocketHandler

    def __init__(self, *args, **kwargs):
        self.debug = kwargs.pop('debug', False)
        self.pre_start_hook = kwargs.pop('pre_start_hook', None)
        self.clients = {}
        self.logger = logging.getLogger('geventwebsocket')
        WSGIServer.__init__(self, *args, **kwargs)
