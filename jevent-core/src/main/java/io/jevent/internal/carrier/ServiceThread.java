// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

/** A platform thread of jevent's own. It wakes no greenlet by itself, except while it runs code of the program. */
public class ServiceThread extends Thread {

    private volatile boolean foreignCode;

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

    /**
     * Notes that the thread begins to run code of the program, or has ended doing so.
     *
     * @param runs whether it does
     */
    public void runsForeignCode(boolean runs) {
        foreignCode = runs;
    }

    /**
     * Whether the thread runs code of the program, which may wake any greenlet.
     *
     * @return true between the two calls of {@link #runsForeignCode(boolean)}
     */
    public boolean runsForeignCode() {
        return foreignCode;
    }
}
