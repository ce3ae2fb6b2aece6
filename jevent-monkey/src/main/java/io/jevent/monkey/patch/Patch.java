// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey.patch;

import java.util.Locale;

/**
 * A patch: a group of calls that wait on the hub instead of blocking it.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @gevent the {@code patch_...} functions of {@code gevent.monkey}
 * @since 0.1
 */
public enum Patch {
    /** Sockets and channels of {@code java.net} and {@code java.nio}: they wait on the hub's own loop. */
    SOCKET("sockets and channels wait on the hub's loop instead of the JDK's poller threads"),
    /** Look-ups of names by {@code java.net.InetAddress}: greenlets look names up by the resolver of their hub. */
    DNS("InetAddress looks names up by the hub's resolver"),
    /** {@code java.nio.channels.Selector}: it waits on the hub's own loop. */
    SELECT("selectors wait on the hub's loop instead of the JDK's poller threads"),
    /** {@code Thread.sleep} and the clocks, where code outside of the JDK calls them: they go by the hub's clock. */
    TIME("Thread.sleep, TimeUnit.sleep and the clocks go by the hub's clock, in classes outside of the JDK"),
    /** {@code new Thread} and the common executors, in packages that are named: they run greenlets. */
    THREAD("new Thread and the common executors run greenlets, in the packages named"),
    /**
     * Named pipes, terminals and other files that may have to wait, by streams, {@code RandomAccessFile} and
     * {@code FileChannel}, and the locks of files: they do not block the hub. Regular files are read and written in
     * place, without a switch, since their users often hold locks meanwhile; {@link io.jevent.file.ThreadedFile} reads
     * huge ones in threads. An interrupt, which is how kills and timeouts reach foreign code, does not close a
     * {@code FileChannel}.
     */
    FILES("pipes, terminals and file locks do not block the hub; interrupts close no FileChannel"),
    /** The pipes of child processes, and starting one: they no longer block the hub. */
    SUBPROCESS("the pipes of child processes, and starting one, do not block the hub"),
    /** {@code System.in}: reading it no longer blocks the hub. */
    STDIN("System.in does not block the hub"),
    /**
     * The JVM in a closed world ({@link io.jevent.hub.VirtualTimeLoop#closedWorld}): all waits of the JDK with a time
     * limit and all clocks go by the hub's virtual clock, and the threads that a program starts, those of executors and
     * of the common pool included, are greenlets. Other hubs and threads see no difference.
     */
    SIMULATION("in a closed world: timed waits and clocks are virtual, threads are greenlets");

    private final String effect;

    Patch(String effect) {
        this.effect = effect;
    }

    /**
     * Describes the effect.
     *
     * @return a few words
     */
    public String effect() {
        return effect;
    }

    /**
     * Returns its name as options have it.
     *
     * @return the name in lower case
     */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
