# run_all.py OUT FILE...: runs each file as __main__, with its output in OUT/N.out, where N is its place in the list.
from __future__ import print_function
import io
import os
import sys
import traceback
import types

try:
    from StringIO import StringIO
except ImportError:
    from io import StringIO


class Output(StringIO):
    """Ends a program that prints without end."""
    lines = 0

    def write(self, text):
        StringIO.write(self, text)
        self.lines += text.count('\n')
        if self.lines > 1000:
            raise SystemExit


def run(path):
    module = types.ModuleType('__main__')
    module.__file__ = path
    sys.modules['__main__'] = module
    with open(path, 'rb') as f:
        source = f.read()
    try:
        exec(compile(source, path, 'exec', 0, 1), module.__dict__)
    except SystemExit:
        pass
    except BaseException:
        traceback.print_exc()


for place, path in enumerate(sys.argv[2:]):
    out, sys.stdout = sys.stdout, Output()
    try:
        run(path)
    finally:
        text, sys.stdout = sys.stdout.getvalue(), out
    with io.open(os.path.join(sys.argv[1], '%d.out' % place), 'wb') as f:
        f.write(text if isinstance(text, bytes) else text.encode('utf-8'))
