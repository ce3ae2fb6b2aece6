# Types lines at the prompt of a command in a terminal of its own, each when the program has printed what it comes after.
import os
import pty
import sys

LINES = [
    (b'>>> ', b'import gevent; from gevent.event import Event; e = Event()'),
    (b'>>> ', b"def run(): e.wait(); print('ran ' + 'while the prompt waited')"),
    (b'... ', b''),
    (b'>>> ', b'g = gevent.spawn(run)'),
    (b'>>> ', b'e.set()'),
    (b'ran while the prompt waited', b'1/0'),
    (b'ZeroDivisionError', b"g.ready()"),
    (b'True', b'\x04'),
]
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b''
for awaited, line in LINES:
    while awaited not in seen:
        seen += os.read(terminal, 4096)
    print(seen[:seen.index(awaited) + len(awaited)].decode().replace('\r', ''), end='', flush=True)
    seen = seen[seen.index(awaited) + len(awaited):]
    os.write(terminal, line if line == b'\x04' else line + b'\n')
try:
    while os.read(terminal, 4096):
        pass
except OSError:
    pass
print('\nstatus', os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
