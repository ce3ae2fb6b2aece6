# SPDX-License-Identifier: Apache-2.0
"""A server that offers a Python prompt to whoever connects: for loopback addresses only."""
from __future__ import absolute_import
import code
import sys

from gevent.greenlet import getcurrent
from gevent.pool import Pool
from gevent.server import StreamServer

__all__ = ['BackdoorServer']


class _Output(object):
    """Stands for sys.stdout or sys.stderr: what the greenlet of a console prints goes to its connection."""

    def __init__(self, console, before):
        self._console, self._greenlet, self._before = console, getcurrent(), before

    def write(self, data):
        if getcurrent() is self._greenlet:
            self._console.write(data)
        else:
            self._before.write(data)

    def __getattr__(self, name):
        return getattr(self._before, name)


class _Console(code.InteractiveConsole):
    """A prompt on a connection."""

    def __init__(self, locals, file, sock):
        code.InteractiveConsole.__init__(self, locals)
        self._file, self._sock = file, sock
        locals['exit'] = locals['quit'] = self._exit

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
        before = sys.displayhook, sys.stdout, sys.stderr
        sys.displayhook, sys.stdout, sys.stderr = show, _Output(self, before[1]), _Output(self, before[2])
        try:
            code.InteractiveConsole.runcode(self, compiled)
        finally:
            sys.displayhook, sys.stdout, sys.stderr = before


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
