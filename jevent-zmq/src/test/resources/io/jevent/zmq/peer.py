# SPDX-License-Identifier: Apache-2.0
"""A peer on libzmq: peer.py TYPE bind|connect ENDPOINT BEHAVIOUR [OPTION=VALUE...].

Says "at ENDPOINT" when it is there and "done ..." at its end; ends when its input does.
Behaviours: echo; ask:N; send:N; ask-and-send:N (an XPUB: once it is subscribed to); collect:N.
"""
import os
import sys
import threading
import zmq
from zmq.auth.thread import ThreadAuthenticator

kind, how, endpoint, behaviour = sys.argv[1:5]
options = dict(option.split("=", 1) for option in sys.argv[5:])
work, _, count = behaviour.partition(":")
count = int(count or 0)


def say(*words):
    print(*words, flush=True)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
context = zmq.Context()
socket = context.socket(getattr(zmq, kind))
socket.set_hwm(0)
if "identity" in options:
    socket.identity = options["identity"].encode()
if kind == "SUB":
    socket.subscribe("number")
if "user" in options:
    socket.plain_username = options["user"].encode()
    socket.plain_password = options["password"].encode()
if "users" in options:
    authenticator = ThreadAuthenticator(context)
    authenticator.start()
    authenticator.configure_plain(domain="*", passwords=dict([options["users"].split(":")]))
    socket.plain_server = True
if "secret" in options:
    socket.curve_publickey = options["public"].encode()
    socket.curve_secretkey = options["secret"].encode()
    if "server" in options:
        socket.curve_serverkey = options["server"].encode()
    else:
        socket.curve_server = True
if how == "bind":
    socket.bind(endpoint)
else:
    socket.connect(endpoint)
say("at", socket.last_endpoint.decode())

if work == "echo":
    while True:
        socket.send_multipart(socket.recv_multipart())
elif work == "ask":
    for i in range(count):
        socket.send_multipart([b"question", b"%d" % i])
        assert socket.recv_multipart() == [b"question", b"%d" % i]
    say("done", count)
elif work in ("send", "ask-and-send"):
    if work != "send":
        assert socket.recv() == b"\1number"
    for i in range(count):
        socket.send_multipart([b"number", b"%d" % i])
    say("done", count)
elif work == "collect":
    total = 0
    for i in range(count):
        name, number = socket.recv_multipart()
        assert name == b"number", name
        total += int(number)
    say("done", total)
else:
    sys.exit("no such behaviour: " + behaviour)
sys.stdin.read()
