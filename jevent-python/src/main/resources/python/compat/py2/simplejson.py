# SPDX-License-Identifier: Apache-2.0
"""json under its old name, where simplejson is not installed."""
from __future__ import absolute_import
from json import *  # noqa: F401,F403
from json import JSONEncoder, JSONDecoder, dump, dumps, load, loads  # noqa: F401
