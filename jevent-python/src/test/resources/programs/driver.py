# Runs the programs of the files that are its arguments, and prints the output of each below its name.
# A file has programs that are separated by lines "#: name". The same text runs on CPython, Jython and GraalPy.
from __future__ import print_function
import io
import os
import re
import sys
import traceback

try:
    from StringIO import StringIO
except ImportError:
    from io import StringIO

import gevent


class Quiet(object):
    """Takes the reports of errors, which have addresses and times."""

    def write(self, text):
        pass

    def flush(self):
        pass


def programs(path):
    with io.open(path, encoding='utf-8') as f:
        parts = re.split(r'(?m)^#: (.*)\n', f.read())
    return zip(parts[1::2], parts[2::2])


def run(name, source, path):
    out, sys.stdout = sys.stdout, StringIO()
    err, sys.stderr = sys.stderr, Quiet()
    gevent.get_hub().exception_stream = None
    try:
        exec(compile('from __future__ import print_function\n' + source, path + ':' + name, 'exec', 0, 1),
             {'__name__': '__main__', '__builtins__': __builtins__})
    except BaseException:
        kind, value = sys.exc_info()[:2]
        print('ended with', kind.__name__, value)
        if os.environ.get('TRACE'):
            traceback.print_exc(file=err)
    finally:
        text = sys.stdout.getvalue()
        sys.stdout, sys.stderr = out, err
    print('=== ' + os.path.basename(path)[:-3] + ' ' + name)
    print(re.sub(r'0x[0-9a-fA-F]+', '0x', text), end='')
    sys.stdout.flush()


for file in sys.argv[1:]:
    for name, source in programs(file):
        run(name, source, file)
