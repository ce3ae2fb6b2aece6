# SPDX-License-Identifier: Apache-2.0
"""WebSockets for gevent.pywsgi, by jevent's."""
from __future__ import absolute_import
from geventwebsocket.exceptions import WebSocketError
from geventwebsocket.handler import WebSocketHandler
from geventwebsocket.resource import Resource, WebSocketApplication
from geventwebsocket.server import WebSocketServer

__version__ = '0.10.1'
__all__ = ['WebSocketApplication', 'Resource', 'WebSocketServer', 'WebSocketError', 'WebSocketHandler']
