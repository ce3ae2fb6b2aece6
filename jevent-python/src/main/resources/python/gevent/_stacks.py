# SPDX-License-Identifier: Apache-2.0
"""The Python stacks of greenlets that wait, which are noted where they enter Java (setting jevent.python.stacks)."""
from __future__ import absolute_import
import os
import sys

import _jevent
from gevent._kernel import border, text

_MOST = 30
_OWN = os.path.join(_jevent.home, '')


def note():
    """Returns where the caller is: files, lines and functions, without those of this package."""
    places = []
    frame = sys._getframe(1)
    while frame is not None and len(places) < _MOST:
        code = frame.f_code
        if not (code.co_filename.startswith(_OWN) or code.co_filename == '_jevent_main.py'):
            places.append((code.co_filename, frame.f_lineno, code.co_name))
        frame = frame.f_back
    return places


def described(report):
    """Adds the stacks, if they are noted, to a report of a hub."""
    lines = []
    for name, places in border.stacks():
        lines.append('  %s' % text(name))
        lines += ['    File "%s", line %d, in %s' % place for place in reversed(list(places))]
    return '\n'.join([report.rstrip('\n'), 'Python stacks, the last call at the end:'] + lines) if lines else report


border.setRecorder(note)
