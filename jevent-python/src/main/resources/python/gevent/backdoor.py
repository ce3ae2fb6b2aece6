# SPDX-License-Identifier: Apache-2.0
"""A server that offers a Python prompt to whoever connects: for loopback addresses only."""
from __future__ import absolute_import
import code
import sys

from gevent.greenlet import Greenlet
from gevent.pool import Pool
from gevent.server import StreamServer

__all__ = ['BackdoorServer']


class _Console(code.InteractiveConsole):
    """A prompt on a connection."""

    def __init__(self, locals, file, sock):
        code.InteractiveConsole.__init__(self, locals)
        self._file, self._sock = file, sock
        locals['print'] = self._print
        locals['exit'] = locals['quit'] = self._exit

    def _print(self, *args, **kwargs):
        self.write(kwargs.get('sep', ' ').join(str(a) for a in args) + kwargs.get('end', '\n'))

    @staticmethod
    def _exit(*args):
        raise SystemExit

    def write(self, data):
        self._sock.sendall(data if isinstance(data, bytes) else data.encode('utf-8'))

    def raw_input(self, prompt=''):
        self.write(prompt)
        line = self._file.readline()
        if not line:
            raise EOFError
        return line.decode('utf-8').rstrip('\r\n')

    def runcode(self, compiled):
        def show(value):
            if value is not None:
                self.write(repr(value) + '\n')
        before, sys.displayhook = sys.displayhook, show
        try:
            code.InteractiveConsole.runcode(self, compiled)
        finally:
            sys.displayhook = before


class BackdoorServer(StreamServer):
    """Gives each connection a prompt."""

    def __init__(self, listener, locals=None, banner=None, **server_args):
        StreamServer.__init__(self, listener, spawn=Pool(), **server_args)
        self.locals = dict(locals or {})
        self.locals.setdefault('__name__', '__console__')
        self.banner = banner

    def handle(self, conn, address):
        file = conn.makefile('rb')
        console = _Console(dict(self.locals), file, conn)
        try:
            console.interact(self.banner or 'Python %s' % sys.version.split('\n')[0])
        except SystemExit:
            pass
        finally:
            file.close()
