// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Greenlet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Starts the greenlets of handlers.
 *
 * @gevent the argument {@code spawn} of a server
 * @since 0.1
 */
@FunctionalInterface
public interface Spawner {

    /**
     * Starts a greenlet on the current hub. May block; meanwhile the server accepts nothing. If it throws, the server
     * closes the connection, reports the failure, and pauses as it does when accepting fails.
     *
     * @param task the body of the greenlet
     * @return the started greenlet
     */
    Greenlet<?> spawn(Callable<@Nullable Void> task);
}
