// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.threadpool.ThreadPool;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Checks endpoints: addresses in ZeroMQ's text form. */
final class Endpoints {

    private static final String TCP = "tcp://";
    private static final String INPROC = "inproc://";

    private Endpoints() {}

    /**
     * Prepares an endpoint so that JeroMQ need not block to resolve it: looks a name up in the hub's thread pool, and
     * JeroMQ then finds it in the JDK's cache.
     *
     * @throws IllegalArgumentException if {@code endpoint} is not an endpoint that jevent's sockets support
     */
    static void prepare(String endpoint) {
        if (endpoint.startsWith(INPROC) && endpoint.length() > INPROC.length()) {
            return;
        }
        int port = endpoint.lastIndexOf(':');
        if (!endpoint.startsWith(TCP) || port < TCP.length()) {
            throw new IllegalArgumentException("an endpoint is tcp://address:port or inproc://name: " + endpoint
                    + (endpoint.startsWith("ipc:")
                            ? " (JeroMQ's ipc is not compatible with other implementations of ZeroMQ)"
                            : ""));
        }
        String host = endpoint.substring(Math.max(TCP.length(), endpoint.indexOf(';') + 1), port);
        if (!host.equals("*") && !isLiteral(host)) {
            var _ = ThreadPool.ofHub().apply(() -> lookUp(host));
        }
    }

    private static boolean isLiteral(String host) {
        try {
            var _ = InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean lookUp(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException _) {
            return false; // JeroMQ finds the same, or it is the name of a network interface
        }
    }
}
