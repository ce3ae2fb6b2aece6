# SPDX-License-Identifier: Apache-2.0
"""Subprocesses whose waits let other greenlets run."""
from __future__ import absolute_import
import errno
import io
import os
import signal as _signal
import subprocess as _subprocess
import sys
import weakref

import _jevent
from gevent._kernel import tobytes, seconds, text, PY2
from gevent.event import _Linkable, Event
from gevent.greenlet import Greenlet
from gevent.signal import name_of
from gevent.timeout import Timeout

_processes = _jevent.processes
PIPE = -1
STDOUT = -2
DEVNULL = -3
CalledProcessError = _subprocess.CalledProcessError
list2cmdline = _subprocess.list2cmdline
mswindows = False

__all__ = ['Popen', 'PIPE', 'STDOUT', 'DEVNULL', 'call', 'check_call', 'check_output', 'run', 'CompletedProcess',
           'CalledProcessError', 'TimeoutExpired', 'SubprocessError', 'getoutput', 'getstatusoutput']

if PY2:
    class SubprocessError(Exception):
        """A subprocess failed."""

    class TimeoutExpired(SubprocessError):
        """A subprocess took too long."""

        def __init__(self, cmd, timeout, output=None, stderr=None):
            SubprocessError.__init__(self, cmd, timeout)
            self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr
            self.stdout = output

        def __str__(self):
            return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)

    class CompletedProcess(object):
        """What a process left."""

        def __init__(self, args, returncode, stdout=None, stderr=None):
            self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr

        def check_returncode(self):
            if self.returncode:
                raise CalledProcessError(self.returncode, self.args, self.stdout)

        def __repr__(self):
            return 'CompletedProcess(args=%r, returncode=%r)' % (self.args, self.returncode)
else:
    SubprocessError = _subprocess.SubprocessError
    TimeoutExpired = _subprocess.TimeoutExpired
    CompletedProcess = _subprocess.CompletedProcess


class _Pipe(io.RawIOBase):
    """One stream of a process."""

    def __init__(self, java, stream):
        io.RawIOBase.__init__(self)
        self._java, self._stream = java, stream

    def readable(self):
        return self._stream > 0

    def writable(self):
        return self._stream == 0

    def readinto(self, buffer):
        data = _processes.read(self._java, self._stream == 2, len(buffer))
        if data is None:
            return 0
        data = tobytes(data)
        buffer[:len(data)] = data
        return len(data)

    def write(self, data):
        data = bytes(data)
        _processes.write(self._java, data)
        return len(data)

    def close(self):
        if not self.closed:
            io.RawIOBase.close(self)
            try:
                _processes.close(self._java, self._stream)
            except (IOError, OSError):
                pass


_popens = weakref.WeakValueDictionary()


def popen_of(pid):
    """The Popen with a number."""
    popen = _popens.get(pid)
    if popen is None:
        raise OSError(errno.ECHILD, 'No child processes: gevent.subprocess has started none with the number %r' % (pid,))
    return popen


class Popen(_Linkable):
    """A process."""

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), encoding=None,
                 errors=None, text=None, threadpool=None, **kwargs):
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if stdout == STDOUT:
            raise ValueError('STDOUT can only be used for stderr')
        if preexec_fn is not None:
            raise ValueError('preexec_fn is not possible on the JVM: it does not fork')
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are supplied but different.'
                                  ' Pass one or the other.')
        self.args = args
        self.returncode = None
        self._sent = None
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        command = _command(args, shell, executable)
        redirects = [_redirect(stdin, 'r'), _redirect(stdout, 'w'), _redirect(stderr, 'w')]
        variables = None
        if env is not None:
            variables = [os.fsdecode(x) if not PY2 else str(x) for pair in env.items() for x in pair]
        try:
            self._java = _processes.start(command, redirects, None if cwd is None else str(cwd), variables,
                                          bool(start_new_session))
        except (IOError, OSError) as e:
            raise _exec_error(e, command[0], cwd)
        self.pid = int(_processes.pid(self._java))
        _popens[self.pid] = self
        encoding = encoding or 'utf-8'
        self.stdin = self._file(0, stdin == PIPE, encoding, errors)
        self.stdout = self._file(1, stdout == PIPE, encoding, errors)
        self.stderr = self._file(2, stderr == PIPE, encoding, errors)
        self._gathered = {}
        self._readers = {}
        self._input_sent = False
        self._relays = [Greenlet.spawn(_relay, self._file(stream, True, encoding, errors), target)
                        for stream, target in enumerate((stdin, stdout, stderr))
                        if target != PIPE and redirects[stream] == 'PIPE']

    def _file(self, stream, wanted, encoding, errors):
        if not wanted:
            return None
        raw = _Pipe(self._java, stream)
        buffered = io.BufferedWriter(raw) if stream == 0 else io.BufferedReader(raw)
        if not self.text_mode or PY2:
            return buffered
        return io.TextIOWrapper(buffered, encoding=encoding, errors=errors, write_through=stream == 0)

    # ---- its end

    def ready(self):
        return self.poll() is not None

    def _notify(self, callback):
        self.poll()
        _Linkable._notify(self, callback)

    def poll(self):
        if self.returncode is None and all(relay.dead for relay in self._relays):
            status = _processes.status(self._java)
            if status is not None:
                self.returncode = self._code(status)
        return self.returncode

    def _code(self, status):
        """Java tells the end by a signal as 128 and the signal; it is one for sure if it was sent from here."""
        return -self._sent if self._sent is not None and int(status) == 128 + self._sent else int(status)

    def wait(self, timeout=None, _raise_exc=True):
        """Waits for the end, and returns the exit status."""
        if self.returncode is None:
            status = getattr(_processes, 'await')(self._java, seconds(timeout))
            if status is None:
                if _raise_exc:
                    raise TimeoutExpired(self.args, timeout)
                return None
            for relay in self._relays:
                relay.join()
            self.returncode = self._code(status)
        return self.returncode

    def _wait_status(self):
        """The status as os.waitpid() has it."""
        return -self.returncode if self.returncode < 0 else self.returncode << 8

    def send_signal(self, sig):
        if self.poll() is None:
            self._sent = int(sig)
            _processes.signal(self._java, 'KILL' if sig == 9 else name_of(sig))

    def terminate(self):
        self.send_signal(_signal.SIGTERM)

    def kill(self):
        self.send_signal(9)

    def communicate(self, input=None, timeout=None):
        """Sends input, reads all output and waits for the end."""
        timer = None if timeout is None else Timeout.start_new(timeout)
        try:
            for name in ('stdout', 'stderr'):
                stream = getattr(self, name)
                if stream is not None and name not in self._readers:
                    self._readers[name] = Greenlet.spawn(self._gather, name, stream)
            if self.stdin is not None and not self._input_sent:
                self._input_sent = True
                self._feed(input)
            for reader in self._readers.values():
                reader.join()
            self.wait()
        except Timeout as e:
            if e is not timer:
                raise
            raise TimeoutExpired(self.args, timeout, output=self._output('stdout', True) or None)
        finally:
            if timer is not None:
                timer.cancel()
        return self._output('stdout', False), self._output('stderr', False)

    def _feed(self, input):
        try:
            if input:
                self.stdin.write(input)
            self.stdin.close()
        except (IOError, OSError, ValueError) as e:
            if getattr(e, 'errno', None) not in (errno.EPIPE, errno.EINVAL, None):
                raise

    def _gather(self, name, stream):
        parts = self._gathered.setdefault(name, [])
        binary = getattr(stream, 'buffer', stream)
        while True:
            data = binary.read1(32768) if hasattr(binary, 'read1') else binary.read(32768)
            if not data:
                break
            parts.append(data)
        stream.close()

    def _output(self, name, partial):
        if name not in self._readers:
            return None
        data = b''.join(self._gathered.get(name, ()))
        if self.text_mode and not PY2 and not partial:
            stream = getattr(self, name)
            data = data.decode(stream.encoding, stream.errors).replace('\r\n', '\n').replace('\r', '\n')
        return data

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        for stream in (self.stdout, self.stderr, self.stdin):
            if stream is not None:
                stream.close()
        self.wait()

    def __repr__(self):
        return '<%s at %s pid=%r returncode=%r>' % (type(self).__name__, hex(id(self)), self.pid, self.returncode)


def _command(args, shell, executable):
    if isinstance(args, (str, bytes)) or PY2 and isinstance(args, unicode):  # noqa: F821
        args = [args]
    args = [a if isinstance(a, str) else (os.fsdecode(a) if not PY2 else str(a)) for a in args]
    if shell:
        return [executable or '/bin/sh', '-c'] + args
    if executable:
        args[0] = executable
    return args


def _redirect(target, mode):
    if target is None:
        return 'INHERIT'
    if target == PIPE:
        return 'PIPE'
    if target == STDOUT:
        return 'STDOUT'
    if target == DEVNULL:
        return 'DISCARD'
    name = getattr(target, 'name', None)
    if isinstance(name, str) and not name.startswith('<'):
        if hasattr(target, 'flush') and mode == 'w':
            target.flush()
        return '>' + os.path.abspath(name)
    if name in ('<stdout>', '<stderr>', '<stdin>') or target in (0, 1, 2):
        return 'INHERIT'
    if not isinstance(target, int) and not any(hasattr(target, n) for n in ('read', 'write', 'fileno')):
        raise AttributeError('%r object has no attribute %r' % (type(target).__name__, 'fileno'))
    return 'PIPE'


def _relay(stream, target):
    """Copies between a stream of a process and a file that only this program has open."""
    binary = getattr(stream, 'buffer', stream)
    if stream.writable():
        read = getattr(getattr(target, 'buffer', target), 'read', None) or (lambda n: os.read(_number(target), n))
        write = binary.write
    else:
        read = binary.read1
        write = getattr(getattr(target, 'buffer', target), 'write', None) or (lambda d: os.write(_number(target), d))
    try:
        while True:
            data = read(8192)
            if not data:
                break
            write(data)
            if not stream.writable() and hasattr(target, 'flush'):
                target.flush()
        stream.close()
    except (IOError, OSError) as e:
        if e.errno != errno.EPIPE:
            raise


def _number(target):
    return target if isinstance(target, int) else target.fileno()


def _exec_error(problem, name, cwd):
    where = cwd if cwd is not None and not os.path.isdir(cwd) else name
    if not os.path.sep in name and cwd is None or not os.path.exists(where):
        number = errno.ENOENT
    else:
        number = errno.EACCES
    return OSError(number, os.strerror(number), where) if not PY2 else OSError(number, os.strerror(number))


def run(*popenargs, **kwargs):
    """Runs a process to its end."""
    input = kwargs.pop('input', None)
    timeout = kwargs.pop('timeout', None)
    check = kwargs.pop('check', False)
    if kwargs.pop('capture_output', False):
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = kwargs['stderr'] = PIPE
    if input is not None:
        if 'stdin' in kwargs:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    process = Popen(*popenargs, **kwargs)
    try:
        stdout, stderr = process.communicate(input, timeout=timeout)
    except TimeoutExpired:
        process.kill()
        stdout, stderr = process.communicate()
        raise TimeoutExpired(process.args, timeout, output=stdout, stderr=stderr)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if check and process.returncode:
        problem = CalledProcessError(process.returncode, process.args, output=stdout)
        problem.stderr = stderr
        raise problem
    return CompletedProcess(process.args, process.returncode, stdout, stderr)


def call(*popenargs, **kwargs):
    """Runs a process and returns its exit status."""
    timeout = kwargs.pop('timeout', None)
    process = Popen(*popenargs, **kwargs)
    try:
        return process.wait(timeout=timeout)
    except BaseException:
        process.kill()
        process.wait()
        raise


def check_call(*popenargs, **kwargs):
    """As call(), but raises an exception if the process fails."""
    status = call(*popenargs, **kwargs)
    if status:
        raise CalledProcessError(status, kwargs.get('args') or popenargs[0])
    return 0


def check_output(*popenargs, **kwargs):
    """Runs a process and returns its output."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError('%s argument not allowed, it will be overridden.' % name)
    if 'input' in kwargs and kwargs['input'] is None:
        kwargs['input'] = '' if kwargs.get('universal_newlines') or kwargs.get('text') else b''
    return run(*popenargs, stdout=PIPE, check=True, **kwargs).stdout


def getstatusoutput(cmd):
    process = Popen(cmd, shell=True, stdout=PIPE, stderr=STDOUT, universal_newlines=True)
    data = process.communicate()[0]
    return process.returncode, data[:-1] if data[-1:] == '\n' else data


def getoutput(cmd):
    return getstatusoutput(cmd)[1]
