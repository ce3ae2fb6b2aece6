# SPDX-License-Identifier: Apache-2.0
"""The gevent peer of the bench. Usage: peer.py ROW OPERATIONS WARM_MILLIS.

It prints "ready" after the warm-up and a number for each line on standard input.
"""

import collections
import gc
import random
import resource
import statistics
import sys
import threading
import time

import gevent
from gevent.event import Event
from gevent.queue import Queue

SEED = 20260101


def switch(switches):
    def yielder():
        for _ in range(switches // 2):
            gevent.sleep(0)

    begin = time.perf_counter_ns()
    gevent.joinall([gevent.spawn(yielder), gevent.spawn(yielder)])
    return (time.perf_counter_ns() - begin) / switches


def queue(messages):
    there, back = Queue(), Queue()

    def pass_on(source, target):
        for _ in range(messages // 2):
            target.put(source.get())

    begin = time.perf_counter_ns()
    both = [gevent.spawn(pass_on, there, back), gevent.spawn(pass_on, back, there)]
    there.put("message")
    gevent.joinall(both)
    return (time.perf_counter_ns() - begin) / messages


def spawn(count):
    def nothing():
        pass

    begin = time.perf_counter_ns()
    gevent.joinall([gevent.spawn(nothing) for _ in range(count)])
    return (time.perf_counter_ns() - begin) / count


def resident_bytes():
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def parked_bytes(count):
    """The memory that the process gained; Python gives it back late, so only the first round counts."""
    if parked_bytes.first is None:
        opened = Event()
        before = resident_bytes()
        waiting = [gevent.spawn(opened.wait) for _ in range(count)]
        gevent.sleep(0)
        after = resident_bytes()
        opened.set()
        gevent.joinall(waiting)
        parked_bytes.first = (after - before) / count
    return parked_bytes.first


parked_bytes.first = None


def million(count):
    begin = time.perf_counter()
    opened = Event()
    waiting = [gevent.spawn(opened.wait) for _ in range(count)]
    gevent.sleep(0)
    opened.set()
    gevent.joinall(waiting)
    return time.perf_counter() - begin


def timers(count):
    chance = random.Random(SEED)
    lengths = [60 + 60 * chance.random() for _ in range(count)]
    loop = gevent.get_hub().loop

    def nothing():
        pass

    begin = time.perf_counter_ns()
    started = []
    for length in lengths:
        timer = loop.timer(length)
        timer.start(nothing)
        started.append(timer)
    for timer in started:
        timer.stop()
    return (time.perf_counter_ns() - begin) / count


def sleepers(count):
    chance = random.Random(SEED)
    lengths = [2 + chance.random() for _ in range(count)]
    begin = time.process_time_ns()
    gevent.joinall([gevent.spawn(gevent.sleep, length) for length in lengths])
    return (time.process_time_ns() - begin) / count


class Mailbox:
    """Messages from another thread, as gevent has them: a deque, and an async watcher that wakes the receiver."""

    def __init__(self):
        self.messages = collections.deque()
        self.arrived = Event()
        self.watcher = gevent.get_hub().loop.async_()
        self.watcher.start(self.arrived.set)

    def put(self, message):
        self.messages.append(message)
        self.watcher.send()

    def get(self):
        while not self.messages:
            self.arrived.clear()
            if not self.messages:
                self.arrived.wait()
        return self.messages.popleft()

    def close(self):
        self.watcher.close()


def cross_thread(messages):
    mailbox = Mailbox()

    def send():
        for _ in range(messages):
            mailbox.put("message")

    def receive():
        for _ in range(messages):
            mailbox.get()

    receiver = gevent.spawn(receive)
    gevent.sleep(0)
    sender = threading.Thread(target=send)
    begin = time.perf_counter_ns()
    sender.start()
    receiver.join()
    end = time.perf_counter_ns()
    mailbox.close()
    return (end - begin) / messages


def wake_latency(messages):
    mailbox = Mailbox()
    latencies = []

    def send():
        for sent in range(messages):
            time.sleep(0.001)
            while len(latencies) < sent:
                time.sleep(0.001)
            mailbox.put(time.perf_counter_ns())

    def receive():
        for _ in range(messages):
            sent = mailbox.get()
            latencies.append(time.perf_counter_ns() - sent)

    sender = threading.Thread(target=send)
    sender.start()
    gevent.spawn(receive).join()
    mailbox.close()
    return statistics.median(latencies)


REDIS = {}


def redis_server():
    """Starts a server of its own, with everything patched before redis-py is imported."""
    from gevent import monkey

    monkey.patch_all()
    import atexit
    import socket
    import subprocess

    import redis as client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    atexit.register(server.kill)
    while True:
        try:
            client.Redis(port=port).ping()
            break
        except client.ConnectionError:
            gevent.sleep(0.05)
    REDIS.update(client=client, port=port)


def redis(operations):
    if not REDIS:
        redis_server()
    pairs = max(1, operations // 100 // 2)

    def commands(key):
        connection = REDIS["client"].Redis(port=REDIS["port"])
        for _ in range(pairs):
            connection.set(key, "value")
            if connection.get(key) != b"value":
                raise ValueError("not what was set")
        connection.close()

    begin = time.process_time_ns()
    greenlets = [gevent.spawn(commands, "key%d" % i) for i in range(100)]
    gevent.joinall(greenlets, raise_error=True)
    return (time.process_time_ns() - begin) / (2 * pairs * 100)
def zmq_context():
    try:
        import zmq.green as zmq
    except ImportError:
        sys.exit("no pyzmq; apt-get install python3-zmq")
    return zmq, zmq.Context.instance()


def zmq_pair(zmq, context, binder, connecter, address):
    one, other = context.socket(binder), context.socket(connecter)
    one.bind(address)
    other.connect(one.last_endpoint)
    return one, other


ZMQ_SOCKETS = []


def zmq_req_rep(trips, address="inproc://pair-%d"):
    zmq, context = zmq_context()
    if not ZMQ_SOCKETS:

        def answer(rep):
            while True:
                rep.send(rep.recv())

        for i in range(20):
            rep, req = zmq_pair(zmq, context, zmq.REP, zmq.REQ, address.replace("%d", str(i)))
            ZMQ_SOCKETS.append(req)
            gevent.spawn(answer, rep)

    def ask(req):
        question = bytes(10)
        for _ in range(trips // 20):
            req.send(question)
            req.recv()

    begin = time.perf_counter_ns()
    gevent.joinall([gevent.spawn(ask, req) for req in ZMQ_SOCKETS])
    return (time.perf_counter_ns() - begin) / trips


def zmq_push_pull(messages, address="inproc://pair"):
    zmq, context = zmq_context()
    if not ZMQ_SOCKETS:
        ZMQ_SOCKETS.extend(zmq_pair(zmq, context, zmq.PULL, zmq.PUSH, address))
    pull, push = ZMQ_SOCKETS

    def pushing():
        message = bytes(100)
        for _ in range(messages):
            push.send(message)

    begin = time.perf_counter_ns()
    gevent.spawn(pushing)
    for _ in range(messages):
        pull.recv()
    return (time.perf_counter_ns() - begin) / messages


def zmq_req_rep_tcp(trips):
    return zmq_req_rep(trips, "tcp://127.0.0.1:*")


def zmq_push_pull_tcp(messages):
    return zmq_push_pull(messages, "tcp://127.0.0.1:*")


def main():
    row, operations, warm_millis = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rounds = globals()[row.replace("-", "_")]
    begin = time.monotonic()
    while (time.monotonic() - begin) * 1000 < warm_millis:
        rounds(operations)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(rounds(operations), flush=True)


main()
