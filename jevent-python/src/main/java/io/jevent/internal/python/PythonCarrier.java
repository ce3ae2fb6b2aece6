// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

/** A throwable that carries an exception of Python. */
public interface PythonCarrier {

    /** {@return the exception, as Python made it} */
    Object exception();
}
