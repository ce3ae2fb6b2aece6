# SPDX-License-Identifier: Apache-2.0
"""A WebSocket, on jevent's."""
from __future__ import absolute_import
import _jevent
from gevent._kernel import tobytes, text, PY2
from geventwebsocket.exceptions import WebSocketError

_wsgi = _jevent.wsgi
MSG_SOCKET_DEAD = 'Socket is dead'
MSG_ALREADY_CLOSED = 'Connection is already closed'
MSG_CLOSED = 'Connection closed'


class WebSocket(object):
    """Messages from and to a client."""

    OPCODE_CONTINUATION = 0x00
    OPCODE_TEXT = 0x01
    OPCODE_BINARY = 0x02
    OPCODE_CLOSE = 0x08
    OPCODE_PING = 0x09
    OPCODE_PONG = 0x0a

    def __init__(self, environ, java, handler=None):
        self.environ, self._java, self.handler = environ, java, handler
        self.closed = False
        self.current_app = None

    origin = property(lambda self: self.environ.get('HTTP_ORIGIN'))
    protocol = property(lambda self: self.environ.get('HTTP_SEC_WEBSOCKET_PROTOCOL'))
    version = property(lambda self: self.environ.get('HTTP_SEC_WEBSOCKET_VERSION'))
    path = property(lambda self: self.environ.get('PATH_INFO'))

    def receive(self):
        """Returns the next message, or None when the client has closed."""
        if self.closed:
            raise WebSocketError(MSG_ALREADY_CLOSED)
        message = _wsgi.receive(self._java)
        if message is None:
            self.closed = True
            return None
        if not message[0]:
            return bytearray(tobytes(message[1]))
        return message[1] if PY2 else text(message[1])

    read_message = receive

    def send(self, message, binary=None, do_compress=True):
        """Sends a message."""
        if self.closed:
            raise WebSocketError(MSG_SOCKET_DEAD)
        if binary is None:
            binary = not isinstance(message, str) and not (PY2 and isinstance(message, unicode))  # noqa: F821
        if not message:
            return
        try:
            if binary:
                _wsgi.sendBytes(self._java, message.encode('utf-8') if hasattr(message, 'encode') and not PY2
                                else bytes(message))
            else:
                _wsgi.sendText(self._java, message.decode('utf-8') if isinstance(message, bytes) else message)
        except (IOError, OSError):
            self.closed = True
            raise WebSocketError(MSG_SOCKET_DEAD)

    def send_frame(self, message, opcode, do_compress=False):
        self.send(message, binary=opcode == self.OPCODE_BINARY)

    def close(self, code=1000, message=b''):
        """Tells the client that this side has closed."""
        if not self.closed:
            self.closed = True
            _wsgi.closeSocket(self._java, code, message.decode('utf-8') if isinstance(message, bytes) else message)
