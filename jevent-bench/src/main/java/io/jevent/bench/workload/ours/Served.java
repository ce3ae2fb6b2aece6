// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Serving;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamHandler;
import io.jevent.server.StreamServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves connections with a greenlet for each, on one hub or several. */
final class Served {

    private Served() {}

    /** Serves for as long as the process lives: on the hub of the main thread, or on several of the server's own. */
    static void onHubs(int hubs, StreamHandler handler) throws Exception {
        ServerOptions options = ServerOptions.DEFAULTS.backlog(Serving.BACKLOG);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = new StreamServer(address, handler, hubs == 1 ? options : options.hubs(hubs));
        Jevent.run(() -> {
            server.start();
            Serving.at(server.port());
            server.serveForever();
            return true;
        });
    }
}
