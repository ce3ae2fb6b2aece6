# SPDX-License-Identifier: Apache-2.0
"""Has the standard library use what lets other greenlets run."""
from __future__ import absolute_import
import sys
import warnings

from gevent import events
from gevent._kernel import PY2, JYTHON

__all__ = ['patch_all', 'patch_builtins', 'patch_dns', 'patch_os', 'patch_queue', 'patch_select', 'patch_selectors',
           'patch_signal', 'patch_socket', 'patch_ssl', 'patch_subprocess', 'patch_sys', 'patch_thread', 'patch_time',
           'patch_contextvars', 'patch_module', 'get_original', 'is_module_patched', 'is_object_patched', 'main']
saved = {}
_done = set()


class MonkeyPatchWarning(RuntimeWarning):
    """Patching that may not do what it should."""


def is_module_patched(mod_name):
    return mod_name in saved


def is_anything_patched():
    return bool(saved)


def is_object_patched(mod_name, item_name):
    return item_name in saved.get(mod_name, ())


def get_original(mod_name, item_name):
    """Returns what a name of a module was before it was patched."""
    names = [mod_name] if isinstance(mod_name, str) else list(mod_name)
    if isinstance(item_name, str):
        return _original(names, item_name)
    return [_original(names, item) for item in item_name]


def _original(names, item):
    for name in names:
        if item in saved.get(name, ()):
            return saved[name][item]
        module = __import__(name)
        if hasattr(module, item):
            return getattr(module, item)
    raise AttributeError(item)


def patch_item(module, attr, newitem):
    old = getattr(module, attr, None)
    if old is not None:
        saved.setdefault(module.__name__, {}).setdefault(attr, old)
    if JYTHON and isinstance(module, type):     # some of its modules are classes
        newitem = staticmethod(newitem)
    setattr(module, attr, newitem)


def remove_item(module, attr):
    old = getattr(module, attr, None)
    if old is None:
        return
    saved.setdefault(module.__name__, {})[attr] = old
    delattr(module, attr)


def patch_module(target_module, source_module, items=None):
    """Replaces names of a module by those of another."""
    if items is None:
        items = getattr(source_module, '__implements__', None)
    if items is None and source_module.__name__.startswith('gevent'):
        items = source_module.__all__
    if items is None:
        raise AttributeError('Module %r has a bad or missing value for __implements__' % (source_module,))
    try:
        events.notify(events.GeventWillPatchModuleEvent(target_module.__name__, source_module, target_module, items))
    except events.DoNotPatch:
        return False
    for name in items:
        patch_item(target_module, name, getattr(source_module, name))
    events.notify(events.GeventDidPatchModuleEvent(target_module.__name__, source_module, target_module))
    return True


def _add_missing(module, source, names):
    """Adds what the module of an engine lacks and that of CPython has."""
    for name in names:
        if not hasattr(module, name):
            setattr(module, name, getattr(source, name))


def _patch(name, source, items):
    target = __import__(name)
    return patch_module(target, source, items)


def patch_os():
    """There is no fork to patch."""


def patch_time():
    from gevent import hub
    _patch('time', hub, ['sleep'])


def patch_sys(stdin=True, stdout=True, stderr=True):
    """Does nothing, as in gevent since 1.1."""


def patch_builtins():
    """Does nothing."""


def patch_contextvars():
    """Does nothing: the variables of the engine are those of a greenlet."""


def patch_thread(threading=True, _threading_local=True, Event=True, logging=True, existing_locks=True, _warnings=None):
    """Has threads be greenlets."""
    from gevent import thread as gthread
    import threading as _threading
    if PY2:
        _patch('thread', gthread, ['start_new_thread', 'allocate_lock', 'get_ident', 'exit'])
    else:
        _patch('_thread', gthread, ['start_new_thread', 'allocate_lock', 'get_ident'])
    from gevent import threading as gthreading
    gthreading._patch(_threading, patch_item)


def patch_socket(dns=True, aggressive=True):
    from gevent import socket as gsocket
    import socket
    names = ['socket', 'SocketType', 'create_connection', 'socketpair', 'getdefaulttimeout', 'setdefaulttimeout']
    if hasattr(socket, 'fromfd'):
        names.append('fromfd')
    if dns:
        names += _DNS
    if patch_module(socket, gsocket, names) and PY2 and hasattr(socket, '_socketobject'):
        patch_item(socket, '_socketobject', gsocket.socket)
    _add_missing(socket, gsocket, gsocket._CONSTANTS)


_DNS = ['getaddrinfo', 'gethostbyname', 'gethostbyname_ex', 'gethostbyaddr', 'getnameinfo', 'getfqdn']


def patch_dns():
    from gevent import socket as gsocket
    _patch('socket', gsocket, _DNS)


def patch_ssl(_warnings=None, _first_time=True):
    try:
        import ssl
    except ImportError:
        return
    from gevent import ssl as gssl
    names = ['SSLContext', 'SSLSocket', 'create_default_context', '_create_default_https_context',
             '_create_unverified_context', '_create_stdlib_context', 'get_server_certificate']
    if hasattr(ssl, 'wrap_socket'):
        names.append('wrap_socket')
    patch_module(ssl, gssl, names)


def patch_select(aggressive=True):
    from gevent import select as gselect
    import select
    patch_module(select, gselect, ['select', 'poll'])
    _add_missing(select, gselect, ('POLLIN', 'POLLOUT', 'POLLPRI', 'POLLERR', 'POLLHUP', 'POLLNVAL'))
    if aggressive:
        for name in ('epoll', 'kqueue', 'kevent', 'devpoll'):
            remove_item(select, name)


def patch_selectors(aggressive=True):
    if PY2:
        return
    from gevent import selectors as gselectors
    import selectors
    patch_item(selectors, 'DefaultSelector', gselectors.GeventSelector)
    for name in ('SelectSelector', 'PollSelector'):
        if hasattr(selectors, name):
            patch_item(selectors, name, gselectors.GeventSelector)


def patch_subprocess():
    from gevent import subprocess as gsubprocess
    import subprocess
    names = ['Popen', 'call', 'check_call', 'check_output']
    names += [n for n in ('run', 'getoutput', 'getstatusoutput') if hasattr(subprocess, n)]
    patch_module(subprocess, gsubprocess, names)


def patch_signal():
    """Signals of the JVM arrive in greenlets as they are."""


def patch_queue():
    if PY2:
        return
    from gevent import queue as gqueue
    _patch('queue', gqueue, ['SimpleQueue'])


_ALL = ['os', 'thread', 'time', 'socket', 'select', 'ssl', 'subprocess', 'builtins', 'signal', 'queue', 'contextvars']
_asked = {}


def patch_all(socket=True, dns=True, time=True, select=True, thread=True, os=True, ssl=True, subprocess=True, sys=False,
              aggressive=True, Event=True, builtins=True, signal=True, queue=True, contextvars=True, **kwargs):
    """Patches all modules that block, or those that are not given as False."""
    given = dict(locals())
    given.pop('kwargs')
    if _asked and any(bool(given[k]) != bool(_asked.get(k)) for k in given):
        warnings.warn('Patching more than once will result in the union of all True parameters being patched',
                      MonkeyPatchWarning, stacklevel=2)
    fresh = [k for k in given if given[k] and not _asked.get(k)]
    for k in fresh:
        _asked[k] = True
    for k in given:
        _asked.setdefault(k, given[k])
    if not fresh:
        return None
    try:
        events.notify(events.GeventWillPatchAllEvent(given, kwargs))
    except events.DoNotPatch:
        return False
    if 'os' in fresh:
        patch_os()
    if 'thread' in fresh:
        patch_thread(Event=Event)
    if 'time' in fresh:
        patch_time()
    if 'socket' in fresh:
        patch_socket(dns=dns, aggressive=aggressive)
    if 'select' in fresh:
        patch_select(aggressive=aggressive)
        patch_selectors(aggressive=aggressive)
    if 'ssl' in fresh:
        patch_ssl()
    if 'subprocess' in fresh:
        patch_subprocess()
    if 'queue' in fresh:
        patch_queue()
    events.notify(events.GeventDidPatchBuiltinModulesEvent(given, kwargs))
    events.notify(events.GeventDidPatchAllEvent(given, kwargs))
    return True


def main():
    """python -m gevent.monkey [--no-MODULE | --MODULE] SCRIPT [ARGS]"""
    import runpy
    arguments = sys.argv[1:]
    chosen = {}
    while arguments and arguments[0].startswith('--'):
        option = arguments.pop(0)[2:]
        if option in ('verbose', 'module'):
            continue
        wanted = not option.startswith('no-')
        name = option[3:] if not wanted else option
        if name not in _ALL + ['dns', 'sys', 'aggressive', 'Event']:
            sys.exit(option + ': ' + 'Cannot patch %r' % ('--' + name))
        chosen[name] = wanted
    if any(chosen.values()):
        for name in _ALL:
            chosen.setdefault(name, False)
    if not arguments:
        sys.exit('usage: python -m gevent.monkey [--[no-]MODULE ...] SCRIPT [ARGS]')
    patch_all(**chosen)
    sys.argv = arguments
    runpy.run_path(arguments[0], run_name='__main__')


if __name__ == '__main__':
    from gevent.monkey import main as _main
    _main()
