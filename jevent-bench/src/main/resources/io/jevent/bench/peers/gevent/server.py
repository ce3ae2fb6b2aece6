# SPDX-License-Identifier: Apache-2.0
"""The servers of the gevent peer. Usage: server.py KIND.

It prints its port, then the memory it uses for each line on standard input, and ends with that.
"""

import gc
import os
import resource
import struct
import sys
import threading

from gevent.pywsgi import WSGIServer
from gevent.server import StreamServer
from gevent.socket import IPPROTO_TCP, TCP_NODELAY

MESSAGE = 256
BLOCK = 64 * 1024
BACKLOG = 4096


def echo(sock, _address):
    sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    while True:
        data = sock.recv(MESSAGE)
        if not data:
            return
        sock.sendall(data)


def bulk(sock, _address):
    """Receives after a "T" and a number of bytes, and answers with what it received; after a "G" it sends as many."""
    sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    block = bytes(i % 251 for i in range(BLOCK))
    buffer = bytearray(BLOCK)
    while True:
        request = sock.recv(9)
        if not request:
            return
        what, count = struct.unpack(">cQ", request)
        done = 0
        if what == b"T":
            while done < count:
                done += sock.recv_into(buffer)
            sock.sendall(struct.pack(">Q", done))
        else:
            while done < count:
                sock.sendall(block)
                done += BLOCK


def hello(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Hello, World!"]


def websocket_echo(environ, _start_response):
    socket = environ["wsgi.websocket"]
    message = socket.receive()
    while message is not None:
        socket.send(message)
        message = socket.receive()
    return []


def resident_bytes():
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def answer():
    for _ in sys.stdin:
        print(resident_bytes(), flush=True)
    os._exit(0)


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    address = ("127.0.0.1", 0)
    if sys.argv[1] in ("http", "wsgi"):
        server = WSGIServer(address, hello, backlog=BACKLOG, log=None)
    elif sys.argv[1] == "web-socket":
        from geventwebsocket.handler import WebSocketHandler

        server = WSGIServer(address, websocket_echo, backlog=BACKLOG, log=None, handler_class=WebSocketHandler)
    else:
        server = StreamServer(address, {"echo": echo, "bulk": bulk}[sys.argv[1]], backlog=BACKLOG)
    server.start()
    threading.Thread(target=answer, daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever()


main()
