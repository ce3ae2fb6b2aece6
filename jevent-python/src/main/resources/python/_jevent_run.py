# SPDX-License-Identifier: Apache-2.0
"""Runs a program as python does: a file, -m, -c, standard input or a prompt."""
import os
import sys
import traceback
import types

PY2 = sys.version_info[0] == 2
_HERE = __file__.replace('$py.class', '.py')


def main(arguments):
    sys.meta_path.insert(0, _JavaFinder())
    import io
    io.__path__ = []
    if PY2:
        _drop_alarm_handler()
    else:
        _send_all_signals()
    import _jevent
    _jevent.kernel.prepared()
    if _jevent.kernel.isVirtual():
        _follow_virtual_time(_jevent.kernel)
    compat = os.path.join(os.path.dirname(os.path.abspath(_HERE)), 'compat')
    home = [os.path.dirname(compat)]
    sys.path = [compat] + home + _library_paths() + [p for p in sys.path if p not in home]
    if PY2:
        sys.path.append(os.path.join(compat, 'py2'))
    first = arguments[0] if arguments else ''
    try:
        if first == '-m':
            return _finish(lambda: _run_module(arguments[1:]))
        if first == '-c':
            _set_program(['-c'] + arguments[2:], '')
            return _finish(lambda: _run_source(arguments[1], '<string>', None))
        if first == '' and sys.stdin is not None and _is_terminal():
            _set_program([''], '')
            return _finish(_prompt)
        if first in ('', '-'):
            _set_program([first] + arguments[1:], '')
            return _finish(lambda: _run_source(sys.stdin.read(), '<stdin>', None))
        _set_program(arguments, os.path.dirname(os.path.abspath(first)))
        return _finish(lambda: _run_file(first))
    finally:
        _flush()


def _follow_virtual_time(kernel):
    """With --virtual-time the module time reads the clock of the hub, and sleeps by it."""
    import time
    begin = time.time()
    clocks = {
        'time': lambda: begin + kernel.now(),
        'time_ns': lambda: int((begin + kernel.now()) * 1e9),
        'sleep': lambda seconds: kernel.sleep(float(seconds), True),
        'monotonic_ns': lambda: int(kernel.now() * 1e9),
        'perf_counter_ns': lambda: int(kernel.now() * 1e9),
    }
    for name in ('clock', 'monotonic', 'perf_counter'):
        clocks[name] = lambda: kernel.now()
    for name, clock in clocks.items():
        if hasattr(time, name):
            setattr(time, name, staticmethod(clock) if isinstance(time, type) else clock)


def _drop_alarm_handler():
    """The module signal of Jython handles SIGALRM when it is imported; a hub then takes the program for one that a signal
    may wake, and reports no deadlock."""
    import signal
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    except Exception:  # the JVM was started with -Xrs
        pass


def _send_all_signals():
    """GraalPy can send only some signals, and only to its children."""
    import io
    own = os.kill

    def kill(pid, sig):
        try:
            own(pid, sig)
        except io.UnsupportedOperation:
            from gevent.os import kill as send
            send(pid, sig)
    os.kill = kill


def _is_terminal():
    """Jython takes no standard input for a terminal."""
    import _jevent
    return _jevent.kernel.isTerminal()


def _library_paths():
    """PYTHONPATH is a setting of python, so it is one here; the engines do not read it."""
    return [p for p in os.environ.get('PYTHONPATH', '').split(os.pathsep) if p]


def _set_program(argv, folder):
    sys.argv = argv
    sys.path.insert(0, folder)


def _main_module(file):
    import types
    module = types.ModuleType('__main__')
    module.__builtins__ = __builtins__
    if file is not None:
        module.__file__ = file
    sys.modules['__main__'] = module
    return module.__dict__


def _run_file(path):
    if os.path.isdir(path) or path.endswith('.zip'):
        import runpy
        sys.path[0] = path
        runpy._run_module_as_main('__main__') if not PY2 else runpy.run_module('__main__', run_name='__main__')
        return
    try:
        with open(path, 'rb') as f:
            source = f.read()
    except (IOError, OSError) as e:
        sys.stderr.write("jevent: can't open file %r: [Errno %s] %s\n" % (path, e.errno, e.strerror))
        raise SystemExit(2)
    _run_source(source, path, path)


def _run_source(source, name, file):
    space = _main_module(file)
    if PY2 and isinstance(source, bytes) and source.startswith(b'\xef\xbb\xbf'):
        source = source[3:]
    code = compile(source, name, 'exec', 0, 1)
    if not PY2 and file is not None:
        import linecache
        linecache.checkcache(name)
    exec(code, space)


def _run_module(arguments):
    import runpy
    if not arguments:
        sys.stderr.write('jevent: -m needs the name of a module\n')
        raise SystemExit(2)
    _set_program(arguments, os.getcwd())
    if arguments[0] in ('gevent.monkey', 'gevent.pywsgi', 'gevent.backdoor'):
        runpy.run_module(arguments[0], run_name='__main__', alter_sys=True)
        return
    if PY2:
        runpy.run_module(arguments[0], run_name='__main__', alter_sys=True)
    else:
        runpy._run_module_as_main(arguments[0])


def _prompt():
    import code
    space = _main_module(None)
    import _jevent
    console = code.InteractiveConsole(space)
    try:
        import gevent.prompt as prompt
        console.raw_input = prompt.read_line
    except ImportError:
        pass
    console.interact('Python %s on jevent (%s)' % (sys.version.split()[0], _jevent.engine))


def _finish(program):
    """Runs the program and ends it as python does; returns the exit status."""
    status = _guarded(program)
    threading = sys.modules.get('threading')
    if threading is not None:
        _guarded(lambda: _join_threads(threading))
    import atexit
    _guarded(atexit._run_exitfuncs)
    return status


def _join_threads(threading):
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon and thread.name != 'MainThread':
            thread.join()


def _guarded(work):
    try:
        work()
        return 0
    except SystemExit as e:
        return _exit_status(e.code)
    except SyntaxError:
        _print_error()
        _name_the_flag(sys.exc_info()[1])
        return 1
    except:  # noqa: E722 also exceptions of Java
        _print_error()
        kind = sys.exc_info()[0]
        return 130 if isinstance(kind, type) and issubclass(kind, KeyboardInterrupt) else 1


def _exit_status(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xff
    _flush()
    sys.stderr.write('%s\n' % (code,))
    return 1


def _print_error():
    kind, value, tb = sys.exc_info()
    while tb is not None and _is_ours(tb):
        tb = tb.tb_next
    _flush()
    hook = getattr(sys, 'excepthook', None)
    if hook is not None and hook is not getattr(sys, '__excepthook__', None):
        hook(kind, value, tb)
    else:
        traceback.print_exception(kind, value, tb)


def _is_ours(tb):
    name = tb.tb_frame.f_code.co_filename
    return os.path.basename(name).replace('$py.class', '.py') in ('_jevent_run.py', '_jevent_main.py', 'runpy.py') \
        or name in ('<frozen runpy>', '<Unnamed>')


_OLD_PRINT = r'^\s*(?:[^#\n]*:\s*)?print\s+[^=\s(]|^\s*print\s*$|^\s*exec\s+[\'"\w]|^\s*except\s+[\w.()]+\s*,\s*\w+\s*:|^\s*raise\s+[\w.]+\s*,|<>|`\w+`'


def _name_the_flag(error):
    """A program of Python 2 does not compile with Python 3: says how to run it."""
    import re
    text = error.text or ''
    if not PY2 and (re.search(_OLD_PRINT, text) or 'print' in str(error.msg) or 'multiple exception types' in str(error.msg)
                    or 'leading zeros' in str(error.msg) or 'inconsistent use of tabs' in str(error.msg)):
        sys.stderr.write('jevent: this is syntax of Python 2; run the program with ./jevent run --python=2, or write '
                         '"# python2" into its first line\n')


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


class _JavaModule(types.ModuleType):
    """A Java package whose classes are its attributes."""

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        full = '%s.%s' % (self.__name__, name)
        try:
            found = _java_class(full)
        except Exception:
            raise AttributeError('no Java class %s' % full)
        setattr(self, name, found)
        return found


def _java_class(name):
    if PY2:
        from java.lang import Class
        return Class.forName(name)
    import java
    return java.type(name)


class _JavaFinder(object):
    """Imports jevent's Java packages: from io.jevent.queue import Queue."""

    @staticmethod
    def _is_ours(name):
        return name == 'io.jevent' or name.startswith('io.jevent.')

    def find_module(self, name, path=None):
        return self if self._is_ours(name) else None

    @staticmethod
    def _find(name):
        """A class of that name, or else a module that stands for the package."""
        if name.rsplit('.', 1)[1][:1].isupper():
            return _java_class(name)
        module = _JavaModule(name)
        module.__path__ = []
        return module

    def load_module(self, name):
        if name not in sys.modules:
            sys.modules[name] = self._find(name)
        return sys.modules[name]

    def find_spec(self, name, path=None, target=None):
        if not self._is_ours(name):
            return None
        from importlib.machinery import ModuleSpec
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        """The module that was made is replaced."""
        name = module.__name__
        sys.modules[name] = self._find(name)
