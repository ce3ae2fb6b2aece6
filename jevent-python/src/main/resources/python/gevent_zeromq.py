# SPDX-License-Identifier: Apache-2.0
"""The old name of zmq.green."""
from __future__ import absolute_import
import zmq  # noqa: F401
