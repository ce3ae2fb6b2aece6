// SPDX-License-Identifier: Apache-2.0
/** Greenlets for the JVM: blocking-style code on an event loop, one greenlet of a hub at a time. */
@SuppressWarnings("module") // those that see the internal packages are built later
module io.jevent.core {
    requires static org.jspecify;
    requires static java.management;
    requires static jdk.jfr;
    requires static jdk.unsupported;

    exports io.jevent;
    exports io.jevent.actor;
    exports io.jevent.backplane;
    exports io.jevent.event;
    exports io.jevent.exceptions;
    exports io.jevent.file;
    exports io.jevent.hub;
    exports io.jevent.local;
    exports io.jevent.lock;
    exports io.jevent.monitor;
    exports io.jevent.pool;
    exports io.jevent.queue;
    exports io.jevent.scope;
    exports io.jevent.select;
    exports io.jevent.signal;
    exports io.jevent.threadpool;
    exports io.jevent.trace;
    exports io.jevent.internal.access to
            io.jevent.monkey,
            io.jevent.open;
    exports io.jevent.internal.bounds to
            io.jevent.http,
            io.jevent.net,
            io.jevent.process,
            io.jevent.zmq;
    exports io.jevent.internal.channel to
            io.jevent.net;
    exports io.jevent.internal.logging to
            io.jevent.http,
            io.jevent.process,
            io.jevent.zmq;
    exports io.jevent.internal.settings to
            io.jevent.cli,
            io.jevent.monkey,
            io.jevent.net,
            io.jevent.python,
            io.jevent.sim,
            io.jevent.testing;
    exports io.jevent.internal.wire to
            io.jevent.monkey,
            io.jevent.net,
            io.jevent.sim;

    uses io.jevent.hub.HubObserver;
    uses io.jevent.hub.LoopProvider;
    uses io.jevent.internal.access.JavaLangOpener;

    provides io.jevent.hub.HubObserver with
            io.jevent.internal.monitor.AutomaticMonitor;
}
