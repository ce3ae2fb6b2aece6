# SPDX-License-Identifier: Apache-2.0
"""The servers of the rows on Python. Usage: server.py KIND.

It prints its port, then a zero for each line on standard input, and ends with that.
"""
from __future__ import print_function
import os
import sys

import gevent
from gevent.pywsgi import WSGIServer
from gevent.socket import IPPROTO_TCP, TCP_NODELAY


def hello(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [b'Hello, World!']


def computing(environ, start_response):
    total = 0
    for i in range(3000):
        total = (total * 31 + i) % 65521
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [b'Hello, World!' if total >= 0 else b'']


def flask_hello():
    from flask import Flask
    app = Flask('hello')

    @app.route('/')
    def index():
        return 'Hello, World!'
    return app


class Server(WSGIServer):
    """Sends at once on CPython, too; jevent always does."""

    def wrap_socket_and_handle(self, client_socket, address):
        client_socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        return WSGIServer.wrap_socket_and_handle(self, client_socket, address)


def answer():
    while gevent.get_hub().threadpool.apply(sys.stdin.readline):
        print(0)
        sys.stdout.flush()
    os._exit(0)


kind = sys.argv[1]
application = {'py-http': hello, 'py-compute': computing}.get(kind) or flask_hello()
port = int(os.environ.get('BENCH_PORT', '0'))
server = (Server if hasattr(WSGIServer, 'wrap_socket_and_handle') else WSGIServer)(
    ('127.0.0.1', port), application, log=None)
server.start()
print(server.server_port)
sys.stdout.flush()
gevent.spawn(answer)
server.serve_forever()
