# SPDX-License-Identifier: Apache-2.0
"""Context variables; the engine's are those of a greenlet, because a greenlet is a thread of the JVM."""
from __future__ import absolute_import
from contextvars import Context, ContextVar, Token, copy_context

__all__ = ['ContextVar', 'Context', 'copy_context', 'Token']
