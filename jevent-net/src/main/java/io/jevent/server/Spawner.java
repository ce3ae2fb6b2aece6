// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Greenlet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Starts the greenlets that handlers run in.
 *
 * @gevent the argument {@code spawn} of a server
 */
@FunctionalInterface
public interface Spawner {

    /**
     * Starts a greenlet of the current hub. It may wait first: meanwhile the server accepts nothing. If it throws, what
     * came is closed, the failure is reported, and the server pauses as it does when accepting fails.
     *
     * @param task what the greenlet is to run
     * @return the greenlet, started
     */
    Greenlet<?> spawn(Callable<@Nullable Void> task);
}
