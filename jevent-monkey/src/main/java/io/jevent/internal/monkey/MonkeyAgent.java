// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.MonkeyPatchException;
import io.jevent.monkey.patch.Patch;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The entry points of the JVM for {@code -javaagent:jevent-monkey.jar=OPTIONS}.
 *
 * <p>The options are separated by commas, in any order: the names of {@link Patch}es in lower case; {@code all} for
 * those of {@code Monkey.patchAll}; {@code no-NAME} to leave one out; {@code thread=PACKAGE} to run the threads of a
 * package as greenlets, as often as needed, {@code thread=*} those of all packages; {@code report} to print what is
 * patched when the program ends. Without options nothing is patched, and the program itself may call {@code Monkey}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code python -m gevent.monkey}
 */
public final class MonkeyAgent {

    private MonkeyAgent() {}

    /**
     * Called by the JVM before the program's {@code main}.
     *
     * @param options what to patch
     * @param instrumentation what the JVM gives an agent
     * @throws IllegalArgumentException if the options are not understood; then the JVM does not start
     * @throws MonkeyPatchException if they cannot be followed; then the JVM does not start
     */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        Patcher.arrive(instrumentation);
        if (options != null && !options.isBlank()) {
            AgentOptions.parse(options).apply();
        }
    }

    /**
     * Called by the JVM when the agent is loaded later, or by the {@code Launcher-Agent-Class} of a jar.
     *
     * @param options what to patch
     * @param instrumentation what the JVM gives an agent
     */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        premain(options, instrumentation);
    }
}
