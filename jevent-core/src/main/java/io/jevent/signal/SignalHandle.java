// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.hub.Hub;
import java.util.function.IntConsumer;

/**
 * A handler of a signal that is in force until it is cancelled or its hub is closed.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent what {@code gevent.signal_handler} returns
 * @since 0.1
 */
public final class SignalHandle implements AutoCloseable {

    private final Hub hub;
    private final HubSignals ofHub;
    private final String name;
    private final IntConsumer handler;
    private final boolean endsProgram;
    private boolean cancelled;
    private boolean keepsAlive;

    private SignalHandle(Hub hub, String name, IntConsumer handler, boolean endsProgram) {
        this.hub = hub;
        this.ofHub = HubSignals.of(hub);
        this.name = name;
        this.handler = handler;
        this.endsProgram = endsProgram;
    }

    /** Puts a handler in force; it is given the signal's number on a thread of the JVM. */
    static SignalHandle install(Hub hub, String name, IntConsumer handler, boolean endsProgram) {
        var handle = new SignalHandle(hub, name, handler, endsProgram);
        Handlers.add(name, handle);
        handle.ofHub.add(handle);
        return handle;
    }

    boolean endsProgram() {
        return endsProgram;
    }

    void deliver(int number) {
        handler.accept(number);
    }

    /**
     * Sets whether this handler keeps the hub alive. By default it does not: a program in which nothing else can happen
     * is then stuck, even if a signal could still come.
     *
     * @param keep true to have the hub wait for the signal
     * @gevent {@code ref}
     */
    public synchronized void setKeepAlive(boolean keep) {
        if (keep != keepsAlive && !cancelled) {
            keepsAlive = keep;
            if (keep) {
                hub.retain();
            } else {
                hub.release();
            }
        }
    }

    /**
     * Ends it. With the last handler of a signal, what the JVM does with it is in force again. Does nothing the second
     * time.
     */
    public synchronized void cancel() {
        if (!cancelled) {
            setKeepAlive(false);
            cancelled = true;
            Handlers.remove(name, this);
            ofHub.remove(this);
        }
    }

    /** As {@link #cancel}. */
    @Override
    public void close() {
        cancel();
    }

    @Override
    public String toString() {
        return "handler of SIG" + name;
    }
}
