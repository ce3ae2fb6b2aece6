# SPDX-License-Identifier: Apache-2.0
"""The old name of gevent.lock."""
from __future__ import absolute_import
from gevent.lock import *  # noqa: F401,F403
