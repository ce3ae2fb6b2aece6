// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.internal.python.PythonRun;

/**
 * Runs a Python program in the calling greenlet, or in a root greenlet that it makes, as {@code python} does:
 * {@code FILE [ARGS]}, {@code -m MODULE [ARGS]}, {@code -c CODE [ARGS]}, {@code -} for a program from standard input,
 * nothing for a prompt.
 *
 * <p>It takes the engine that is on the class path: GraalPy for Python 3, Jython for Python 2.7. The setting
 * {@code jevent.python} names the one to take if both are there.
 *
 * <p>The setting {@code jevent.python.hubs} has several hubs run the program, each with a thread and an interpreter of
 * its own; their servers share ports.
 *
 * @since 0.1
 */
public final class PythonMain {

    private PythonMain() {}

    /**
     * Runs the program, and exits with its status unless that is zero.
     *
     * @param args the program and its arguments
     * @throws IllegalStateException if no engine is on the class path
     */
    public static void main(String[] args) {
        if (CurrentGreenlet.get() == null) {
            Jevent.run(() -> System.exit(PythonRun.runOnHubs(args, PythonRun.hubs())));
        } else {
            System.exit(PythonRun.runOnHubs(args, PythonRun.hubs()));
        }
    }
}
