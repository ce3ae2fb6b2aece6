# SPDX-License-Identifier: Apache-2.0
"""Times the start and the end of a program. Usage: start.py COMMAND...; it adds a program to the command.

It prints "ready" after a first run, and for each line on standard input the milliseconds of a run.
"""
import resource
import subprocess
import sys
import time

PROGRAM = "import gevent, sys; gevent.spawn(sys.stdout.write, 'hello').join()"


def run():
    begin = time.perf_counter()
    subprocess.run(sys.argv[1:] + ["-c", PROGRAM], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


run()
print("ready", flush=True)
for _ in sys.stdin:
    millis = run()
    print("# at most %d MB resident" % (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024), flush=True)
    print(millis, flush=True)
