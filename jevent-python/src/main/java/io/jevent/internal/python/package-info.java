// SPDX-License-Identifier: Apache-2.0
/**
 * The Java side of the Python package {@code gevent}.
 *
 * <p>{@code Engine} is Jython ({@code JythonEngine}) or GraalPy ({@code GraalPyEngine}). Python calls {@code Kernel}
 * (greenlets, timers), {@code Primitives} (events, semaphores, queues), {@code Sockets}, {@code Processes},
 * {@code WsgiBridge} and {@code ZmqBridge}; each call goes through {@code Border}, which turns Java's exceptions into
 * Python's. A {@code PythonGreenlet} runs a Python function; {@code PythonSignal}, {@code PythonExit} and
 * {@code PythonFailure} carry Python's exceptions through Java.
 */
@NullMarked
package io.jevent.internal.python;

import org.jspecify.annotations.NullMarked;
