# SPDX-License-Identifier: Apache-2.0
"""The errors of WebSockets."""
from __future__ import absolute_import
from socket import error as socket_error


class WebSocketError(socket_error):
    """A WebSocket cannot be used."""


class ProtocolError(WebSocketError):
    """The peer breaks the rules."""


class FrameTooLargeException(ProtocolError):
    """A frame is too large."""
