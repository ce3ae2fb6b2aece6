# SPDX-License-Identifier: Apache-2.0
"""The WSGI server: jevent's HTTP server with an application of Python."""
from __future__ import absolute_import
import sys
import time
import traceback

try:
    from urllib import quote as _quote
except ImportError:
    from urllib.parse import quote as _quote

import _jevent
from gevent import socket
from gevent._kernel import tobytes, text, PY2
from gevent.baseserver import parse_address
from gevent.event import Event
from gevent.greenlet import Greenlet

__all__ = ['WSGIServer', 'WSGIHandler', 'LoggingLogAdapter', 'Environ', 'SecureEnviron', 'WSGISecureEnviron']
_wsgi = _jevent.wsgi
_SAFE = "/:@!$&'()*+,;=~"


class Environ(dict):
    """The variables of a request."""


class SecureEnviron(Environ):
    """Variables that are not shown."""

    default_secure_repr = True
    default_whitelist_keys = ()
    default_print_masked_keys = True

    def __repr__(self):
        if not self.default_secure_repr:
            return repr(dict(self))
        if self.default_whitelist_keys:
            shown = ['%r: %r' % (k, self[k]) for k in self.default_whitelist_keys if k in self]
            hidden = len(self) - len(shown)
            if hidden and self.default_print_masked_keys:
                shown.append('(hidden keys: %d)' % hidden)
            return '{%s}' % ', '.join(shown)
        return '<pywsgi.%s dict (keys: %d) at %s>' % (type(self).__name__, len(self), id(self))

    __str__ = __repr__


class WSGISecureEnviron(SecureEnviron):
    """Variables that are not shown, but the client's address and the host."""

    default_whitelist_keys = ('REMOTE_ADDR', 'REMOTE_PORT', 'HTTP_HOST')


class Input(object):
    """wsgi.input: the body of a request."""

    def __init__(self, environ):
        self._environ = environ
        self._kept = b''

    def _more(self, size):
        data = tobytes(_wsgi.read(self._environ, size))
        self._kept += data
        return data

    def read(self, length=None):
        if length is None or length < 0:
            self._more(-1)
            data, self._kept = self._kept, b''
            return data
        if len(self._kept) < length:
            self._more(length - len(self._kept))
        data, self._kept = self._kept[:length], self._kept[length:]
        return data

    def readline(self, size=None):
        limit = -1 if size is None else size
        while b'\n' not in self._kept and (limit < 0 or len(self._kept) < limit):
            if not self._more(1024 if limit < 0 else min(1024, limit)):
                break
        end = self._kept.find(b'\n') + 1 or len(self._kept)
        if limit >= 0:
            end = min(end, limit)
        data, self._kept = self._kept[:end], self._kept[end:]
        return data

    def readlines(self, hint=None):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__


class LoggingLogAdapter(object):
    """Writes lines to a logger."""

    def __init__(self, logger, level=20):
        self._logger, self._level = logger, level

    def write(self, msg):
        if msg and msg.endswith('\n'):
            msg = msg[:-1]
        self._logger.log(self._level, msg)

    def flush(self):
        """Does nothing."""

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._logger, name)


class WSGIHandler(object):
    """Handles one request. Subclasses may override get_environ, run_application, log_request and handle_error."""

    websockets = False

    def __init__(self, server, variables=None, java=None, java_start=None):
        self.server = server
        self.application = server.application
        self._variables, self._java, self._java_start = variables, java, java_start
        self.status = None
        self.code = None
        self.response_headers = []
        self.response_length = 0
        self.time_start = time.time()
        self.result = None
        self._write = None
        self._error = None

    def get_environ(self):
        """Makes the environ of the request."""
        env = self.server.get_environ()
        names = self._variables
        for i in range(0, len(names), 2):
            env[text_of(names[i])] = text_of(names[i + 1])
        env['wsgi.version'] = (1, 0)
        env['wsgi.input'] = Input(self._java)
        env['wsgi.errors'] = self.server.error_log
        env['wsgi.multithread'] = False
        env['wsgi.multiprocess'] = False
        env['wsgi.run_once'] = False
        env['wsgi.input_terminated'] = True
        env.update(self.server.extra_environ)
        return env

    def start_response(self, status, headers, exc_info=None):
        """WSGI's start_response; returns write."""
        if exc_info and self._write is not None and self.response_length:
            try:
                from gevent._kernel import reraise
                reraise(*exc_info)
            finally:
                exc_info = None
        _check_native(status, 'The status string must be a native string')
        flat = []
        for name, value in headers:
            _check_native(name, 'The header must be a native string', name, value)
            _check_native(value, 'The value must be a native string', name, value)
            flat.append(name)
            flat.append(value)
        self.response_headers = list(headers)
        self.status = status
        self.code = int(status.split(' ', 1)[0])
        if ' ' not in status:
            status += ' '
        again = self._write is not None and not self.response_length     # which gevent lets applications do
        self._write = self._java_start.start(status, flat, again or exc_info is not None)
        return self.write

    def write(self, data):
        data = _as_bytes(data)
        self.response_length += len(data)
        self._write.write(data)

    def run_application(self):
        """Calls the application."""
        return self.application(self.environ, self.start_response)

    def handle_one_response(self):
        self.environ = self.get_environ()
        try:
            self.result = self.run_application()
            if self.websockets and 'wsgi.websocket' in self.environ:
                return []
            if isinstance(self.result, (list, tuple)):
                return self._complete()
            return self._stream(iter(self.result))
        except BaseException:
            self._failed(*sys.exc_info())
            self._close()
            if self._write is not None and self.response_length:
                raise       # part of the response is under way: the connection ends
            self.result = None
            self._java_start.start('500 Internal Server Error', ['Content-Type', 'text/plain'], True)
            self.log_request()
            return [b'Internal Server Error']

    def _complete(self):
        body = [_as_bytes(chunk) for chunk in self.result]
        if self._write is None:
            raise AssertionError('The application did not call start_response()')
        self.response_length += sum(len(chunk) for chunk in body)
        self._close()
        self.result = None
        self.log_request()
        return body

    def _stream(self, chunks):
        state = {'over': False}

        def step(closing):
            if closing:
                if not state['over']:
                    state['over'] = True
                    self._close()
                    self.log_request()
                return None
            try:
                for chunk in chunks:
                    chunk = _as_bytes(chunk)
                    if chunk:
                        self.response_length += len(chunk)
                        return chunk
                return None
            except BaseException:
                self._failed(*sys.exc_info())
                raise
        return step

    def _close(self):
        close = getattr(self.result, 'close', None)
        if close is not None:
            close()

    def _failed(self, kind, value, tb):
        if not self.response_length:
            self.code = 500
        self.handle_error(kind, value, tb)

    def handle_error(self, kind, value, tb):
        from gevent.hub import get_hub
        if not issubclass(kind, get_hub().NOT_ERROR):
            get_hub().handle_error(self.server.secure(self.environ), kind, value, tb)

    def format_request(self):
        env = self.environ
        length = self.response_length or '-'
        path = quote(env.get('PATH_INFO', '/'))
        if env.get('QUERY_STRING'):
            path += '?' + env['QUERY_STRING']
        return '%s - - [%s] "%s %s %s" %s %s %.6f' % (
            env.get('REMOTE_ADDR', '-'), time.strftime('%Y-%m-%d %H:%M:%S'), env.get('REQUEST_METHOD'), path,
            env.get('SERVER_PROTOCOL'), self.code, length, time.time() - self.time_start)

    def log_request(self):
        if self.server.log is not None:
            self.server.log.write(self.format_request() + '\n')


def _check_native(value, *message):
    if not isinstance(value, str):
        raise UnicodeError(*message)


def _as_bytes(chunk):
    if isinstance(chunk, bytes):
        return chunk
    if PY2 and isinstance(chunk, unicode):  # noqa: F821
        return chunk.encode('utf-8')
    if isinstance(chunk, (bytearray, memoryview)):
        return bytes(chunk)
    raise TypeError("a bytes-like object is required, not '%s'" % type(chunk).__name__)


if PY2:
    def quote(path):
        return _quote(path, _SAFE)

    def text_of(value):
        return value.encode('latin-1') if isinstance(value, unicode) else value  # noqa: F821
else:
    def quote(path):
        return _quote(path, _SAFE, 'latin-1')

    text_of = str


class WSGIServer(object):
    """Serves a WSGI application."""

    handler_class = WSGIHandler
    environ_class = dict
    secure_environ_class = WSGISecureEnviron
    base_env = {}
    stop_timeout = 1

    def __init__(self, listener, application=None, backlog=None, spawn='default', log='default', error_log='default',
                 handler_class=None, environ=None, **ssl_args):
        if hasattr(listener, 'getsockname'):
            self._listener = listener
            self.address = listener.getsockname()
        else:
            self._listener = None
            self.address = parse_address(listener)[1]
        if application is not None:
            self.application = application
        if handler_class is not None:
            self.handler_class = handler_class
        self.log = _log(log)
        self.error_log = _log(error_log) or sys.stderr
        self.extra_environ = dict(environ or {})
        self.pool = spawn if hasattr(spawn, 'size') else None
        limit = spawn if isinstance(spawn, int) and not isinstance(spawn, bool) else getattr(spawn, 'size', None) or 0
        self._ssl_args = ssl_args
        self._limit = limit
        self._stop_event = Event()
        self._stop_event.set()
        self._java = None

    application = None

    @property
    def environ(self):
        return self.extra_environ

    def get_environ(self):
        return self.environ_class(self.base_env)

    def secure(self, environ):
        return self.secure_environ_class(environ)

    @property
    def started(self):
        return not self._stop_event.is_set()

    @property
    def closed(self):
        return not self.started

    server_host = property(lambda self: self.address[0])
    server_port = property(lambda self: self.address[1])

    def _call(self, variables, java, java_start):
        handler = self.handler_class(self, variables, java, java_start)
        return handler.handle_one_response()

    def start(self):
        """Opens the server; it serves from now on."""
        if self._listener is not None:
            self._listener.close()
        settings = [int(self._limit)]
        if self._ssl_args:
            from gevent import ssl
            settings.append(ssl.context_of(self._ssl_args)._ready_to_serve())
        self._java = _wsgi.server(self.address[0], int(self.address[1]), self._call,
                                  bool(getattr(self.handler_class, 'websockets', False)), settings)
        _wsgi.start(self._java)
        self.address = (self.address[0] or '0.0.0.0', int(_wsgi.port(self._java)))
        self.update_environ()
        self._stop_event.clear()

    def update_environ(self):
        """Adds the name and the port of the server, which are known when it has started."""
        host, port = self.address
        if 'SERVER_NAME' not in self.extra_environ:
            self.extra_environ['SERVER_NAME'] = socket.getfqdn(host)
        self.extra_environ.setdefault('SERVER_PORT', str(port))

    def serve_forever(self, stop_timeout=None):
        """Starts the server and waits until somebody stops it."""
        if not self.started:
            self.start()
        try:
            self._stop_event.wait()
        finally:
            Greenlet.spawn(self.stop, timeout=stop_timeout).join()

    def close(self):
        """Stops the server at once."""
        self.stop(0)

    def stop(self, timeout=None):
        """Stops the server; requests that run have a time to end."""
        java, self._java = self._java, None
        self._stop_event.set()
        if java is not None:
            _wsgi.stop(java, float(self.stop_timeout if timeout is None else timeout))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.stop()


def _log(log):
    if log == 'default':
        return sys.stderr
    if log is None or hasattr(log, 'write'):
        return log
    return LoggingLogAdapter(log)


def _main():
    """python -m gevent.pywsgi module:application [-b address]"""
    import argparse
    import importlib
    parser = argparse.ArgumentParser(prog='python -m gevent.pywsgi')
    parser.add_argument('app')
    parser.add_argument('-b', '--bind', default=':8080')
    options = parser.parse_args()
    module, _, name = options.app.partition(':')
    WSGIServer(options.bind, getattr(importlib.import_module(module), name or 'application')).serve_forever()


if __name__ == '__main__':
    _main()
