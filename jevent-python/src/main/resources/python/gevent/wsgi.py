# SPDX-License-Identifier: Apache-2.0
"""The old name of gevent.pywsgi."""
from __future__ import absolute_import
from gevent.pywsgi import *  # noqa: F401,F403
