# SPDX-License-Identifier: Apache-2.0
"""There is no c-ares on the JVM."""
from gevent.resolver import ares  # noqa: F401 it says so
