// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.exceptions.JeventException;

/**
 * This node has left the cluster: it was closed, or the cluster has removed it because it was unreachable for too long.
 *
 * @since 0.1
 */
public class ClusterClosedException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the reason
     */
    public ClusterClosedException(String message) {
        super(message);
    }
}
