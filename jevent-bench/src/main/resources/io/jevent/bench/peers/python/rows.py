# SPDX-License-Identifier: Apache-2.0
"""The workloads of the rows on Python. Usage: rows.py ROW OPERATIONS WARM_MILLIS.

The same text runs on CPython 3, GraalPy and Jython 2.7. It prints "ready" after the warm-up, and for each line on standard
input the processor time of the process per operation, in nanoseconds.
"""
from __future__ import print_function
import sys
import time

import gevent
from gevent.queue import Queue


if sys.version_info[0] == 2:
    from java.lang import ProcessHandle
elif sys.implementation.name == 'graalpy':
    import java
    ProcessHandle = java.type('java.lang.ProcessHandle')
else:
    ProcessHandle = None


def processor_seconds():
    """User and system time of all threads of the process; a JVM tells them in ticks of 10 ms."""
    if ProcessHandle is None:
        return time.process_time()
    return ProcessHandle.current().info().totalCpuDuration().get().toMillis() / 1000.0


def py_switch(switches):
    def yielder():
        for _ in range(switches // 2):
            gevent.sleep(0)

    gevent.joinall([gevent.spawn(yielder), gevent.spawn(yielder)])


def py_queue(messages):
    there, back = Queue(), Queue()

    def pass_on(source, target):
        for _ in range(messages // 2):
            target.put(source.get())

    both = [gevent.spawn(pass_on, there, back), gevent.spawn(pass_on, back, there)]
    there.put('message')
    gevent.joinall(both)


def py_spawn(count):
    def nothing():
        pass

    for _ in range(count // 10000 or 1):
        gevent.joinall([gevent.spawn(nothing) for _ in range(min(count, 10000))])


def main():
    row, operations, warm_millis = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    work = globals()[row.replace('-', '_')]
    begin = time.time()
    while (time.time() - begin) * 1000 < warm_millis:
        work(operations)
    print('ready')
    sys.stdout.flush()
    while sys.stdin.readline():
        before = processor_seconds()
        work(operations)
        print((processor_seconds() - before) * 1e9 / operations)
        sys.stdout.flush()


main()
