# SPDX-License-Identifier: Apache-2.0
"""The sockets of this zmq let other greenlets run, so its green part is the same."""
from __future__ import absolute_import
from zmq import *  # noqa: F401,F403
from zmq import Context, Poller, Socket  # noqa: F401
