# SPDX-License-Identifier: Apache-2.0
"""What the package needs of the engine: jevent's Java objects, bytes, limits of time."""
from __future__ import absolute_import
import sys

import _jevent

PY2 = sys.version_info[0] == 2
JYTHON = sys.platform.startswith('java')
kernel = _jevent.kernel
primitives = _jevent.primitives
border = _jevent.border

if JYTHON:
    def tobytes(value):
        """Makes bytes of what Java returned for them."""
        return value
else:
    def tobytes(value):
        """Makes bytes of what Java returned for them."""
        return value.encode('latin-1')

if PY2:
    string_types = (basestring,)  # noqa: F821

    def text(value):
        """A native string of one of Java's."""
        return value.encode('utf-8') if isinstance(value, unicode) else str(value)  # noqa: F821

    exec('def reraise(kind, value, tb=None):\n    raise kind, value, tb\n')
else:
    string_types = (str,)

    def text(value):
        """A native string of one of Java's."""
        return str(value)

    def reraise(kind, value, tb=None):
        """Raises an exception with the traceback that it had."""
        if tb is not None and value.__traceback__ is not tb:
            raise value.with_traceback(tb)
        raise value


def seconds(limit):
    """A limit for Java, where negative means none."""
    return -1.0 if limit is None else max(float(limit), 0.0)


class Box(object):
    """Carries a Python value through Java unchanged."""
    __slots__ = ('value',)

    def __init__(self, value):
        self.value = value


def unbox(item):
    return item.value if type(item) is Box else item


class Limit(object):
    """The argument timeout of a blocking call: None, seconds, or a Timeout, which is started."""
    __slots__ = ('seconds', 'timer')

    def __init__(self, timeout):
        self.timer = None
        if timeout is None:
            self.seconds = -1.0
        elif hasattr(timeout, 'seconds') and hasattr(timeout, 'start'):
            self.seconds = -1.0
            self.timer = timeout
        else:
            self.seconds = max(float(timeout), 0.0)

    def run(self, call, *args):
        """Calls call(*args, seconds). Returns its result; a Timeout that was given as limit counts as expired."""
        timer = self.timer
        if timer is None:
            return call(*(args + (self.seconds,)))
        if not timer.pending:
            timer.start()
        try:
            return call(*(args + (-1.0,)))
        except BaseException:
            error = sys.exc_info()[1]
            if error is not timer:
                raise
            return False
        finally:
            timer.cancel()
