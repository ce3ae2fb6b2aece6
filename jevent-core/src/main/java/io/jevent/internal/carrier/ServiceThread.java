// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

/** A platform thread of jevent's own, which never acts by itself: whatever it does, a hub has been told to expect. */
public final class ServiceThread extends Thread {

    /**
     * Makes a daemon thread.
     *
     * @param work what it runs
     * @param name its name
     */
    public ServiceThread(Runnable work, String name) {
        super(null, work, name, 0, false);
        setDaemon(true);
    }
}
