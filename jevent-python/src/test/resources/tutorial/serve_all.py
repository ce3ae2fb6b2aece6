# Runs server programs in greenlets of one interpreter. A line "start PORT FILE" on standard input starts one, "stop" stops the last.
from __future__ import print_function
import os
import sys
import traceback
import types

import gevent
from gevent.hub import get_hub


def run(path):
    module = types.ModuleType('__main__')
    module.__file__ = path
    sys.modules['__main__'] = module
    with open(path, 'rb') as f:
        source = f.read()
    try:
        exec(compile(source, path, 'exec', 0, 1), module.__dict__)
    except gevent.GreenletExit:
        pass
    except BaseException:
        traceback.print_exc()
        os._exit(1)


servers = []
while True:
    line = get_hub().threadpool.apply(sys.stdin.readline)
    if not line:
        break
    words = line.strip().split(' ', 2)
    if words[0] == 'stop':
        servers.pop().kill()
    else:
        os.environ['PORT'] = words[1]
        sys.path.insert(0, os.path.dirname(words[2]))
        servers.append(gevent.spawn(run, words[2]))
