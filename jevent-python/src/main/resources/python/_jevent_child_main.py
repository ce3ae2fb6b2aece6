# SPDX-License-Identifier: Apache-2.0
"""The main module of a child JVM."""
from __future__ import absolute_import
import _jevent_child

_jevent_child.child_main()
