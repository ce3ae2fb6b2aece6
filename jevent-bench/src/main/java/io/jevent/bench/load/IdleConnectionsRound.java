// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import com.sun.management.UnixOperatingSystemMXBean;
import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many connections that have been used and are idle: the memory of the server with them, less that without, by their
 * number. All of them are asked, then idle for a while before it is measured, and asked again after it.
 */
final class IdleConnectionsRound implements Rounds.Round {

    /** The open files of both processes besides the connections. */
    private static final int OTHER_FILES = 1000;

    private static final int ADDRESSES = 8;
    private static final int FEW = 100;

    /** The time that the connections are idle, in milliseconds. */
    private static final long IDLE = 3000;

    private final Server server;
    private final Client.Kind kind;

    IdleConnectionsRound(Server server, Client.Kind kind) {
        this.server = server;
        this.kind = kind;
    }

    @Override
    public double run(int wanted) throws IOException {
        long limit = limit();
        int number = (int) Math.min(wanted, limit - OTHER_FILES);
        closeAll(open(Math.min(number, FEW)));
        long before = server.memory();
        var clients = open(number);
        askAll(clients);
        pause();
        long with = server.memory();
        askAll(clients);
        closeAll(clients);
        Rounds.remark(String.format(
                Locale.ROOT,
                "%,d connections from %d addresses, of %,d open files that the system allows; all answered in the end",
                number,
                ADDRESSES,
                limit));
        return (double) (with - before) / number;
    }

    private static void pause() {
        try {
            Thread.sleep(IDLE);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the connections are idle", e);
        }
    }

    private static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    /** Opens connections, each of which is asked once before the next is opened: no queue of the system overflows. */
    private List<Client> open(int number) throws IOException {
        var clients = new ArrayList<Client>(number);
        for (int i = 0; i < number; i++) {
            var local = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + i % ADDRESSES)});
            var client = kind.on(Connection.to(server, local), i);
            client.ask();
            client.check();
            clients.add(client);
        }
        return clients;
    }

    private static void askAll(List<Client> clients) throws IOException {
        for (var client : clients) {
            client.ask();
            client.check();
        }
    }

    private static void closeAll(List<Client> clients) throws IOException {
        for (var client : clients) {
            client.close();
        }
    }
}
