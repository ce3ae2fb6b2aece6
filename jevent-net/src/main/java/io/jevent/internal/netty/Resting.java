// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

/**
 * The work of a server's handler that may wait for its peer without a greenlet: the handler returns, and a new greenlet
 * calls it again when there is something to do.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public interface Resting {

    /**
     * Allows the work to rest. Called before its handler, if the server can start another greenlet for it later.
     *
     * @param resume starts the handler in a new greenlet; never blocks
     */
    void mayRest(Runnable resume);

    /**
     * Returns whether the handler has returned only to rest: the work is not to be closed yet.
     *
     * @return true until the work resumes
     */
    boolean isResting();
}
