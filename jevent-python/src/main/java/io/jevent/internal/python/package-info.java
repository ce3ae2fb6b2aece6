// SPDX-License-Identifier: Apache-2.0
/**
 * The Java side of the Python package {@code gevent}.
 *
 * <p>{@code Engine} is Jython ({@code JythonEngine}) or GraalPy ({@code GraalPyEngine}). {@code PythonRun} chooses one
 * and runs a program; {@code PythonHome} finds the Python files. Python calls {@code Kernel} (greenlets, timers),
 * {@code Primitives} (events, semaphores, each {@code PythonQueue}), {@code Sockets}, {@code Selection}, {@code Tls}
 * (each {@code TlsContext}, and {@code CertificateText}), {@code Processes}, {@code WsgiBridge} and {@code ZmqBridge};
 * each call goes through {@code Border}, which turns Java's exceptions into Python's by their {@code ErrorKind}. A
 * {@code PythonGreenlet} runs a Python function; {@code PythonSignal}, {@code PythonExit} and {@code PythonFailure} are
 * each a {@code PythonCarrier}: they carry Python's exceptions through Java.
 *
 * <p>On Jython the hot paths are Java classes that Python inherits from: {@code JythonGreenlet}, which
 * {@code JythonGreenlets} connects with the package, and {@code JythonQueue} with {@code JythonQueues}.
 * {@code JythonType}, {@code JythonMethod} and {@code JythonField} show them to Python.
 */
@NullMarked
package io.jevent.internal.python;

import org.jspecify.annotations.NullMarked;
