// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import java.util.List;

/**
 * The main program of a child JVM. An implementation has a constructor without parameters and is on the class path of
 * the program; each side creates its own object, so that the two share only messages and arguments.
 *
 * @param <M> the type of the messages
 * @gevent the {@code target} of {@code gipc.start_process}
 * @since 0.1
 */
public interface ProcessMain<M> {

    /** The default of {@link #maxMessageBytes}. */
    int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;

    /**
     * Runs in the child, as the root greenlet of its hub. When it returns, the child ends with the exit status 0; when
     * it throws, with 1, and the stack is printed.
     *
     * @param parent the pipe to the parent; either side may close it
     * @param args the arguments that the parent passed
     * @throws Exception to fail
     */
    void run(MessagePipe<M> parent, List<String> args) throws Exception;

    /**
     * Returns the codec of the messages; called once on each side.
     *
     * @return for example {@link Codec#text}
     */
    Codec<M> codec();

    /**
     * Returns the limit for the length of a message, in bytes; each side applies its own to both directions.
     *
     * @return the limit
     */
    default int maxMessageBytes() {
        return DEFAULT_MAX_MESSAGE_BYTES;
    }
}
