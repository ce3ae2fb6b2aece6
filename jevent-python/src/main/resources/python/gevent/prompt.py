# SPDX-License-Identifier: Apache-2.0
"""Reads the lines of the interactive prompt while greenlets run."""
from __future__ import absolute_import
import sys

from gevent.hub import get_hub


def read_line(prompt=''):
    """Prints the prompt and reads a line on a thread of the hub's pool."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = get_hub().threadpool.apply(sys.stdin.readline)
    if not line:
        raise EOFError
    return line.rstrip('\n')
