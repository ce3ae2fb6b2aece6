// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.internal.netty.BoundSocket;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets that systemd or inetd has passed to this process, see sd_listen_fds(3). */
final class InheritedSockets {

    /** SD_LISTEN_FDS_START: behind the standard streams. */
    private static final int FIRST = 3;

    private static @Nullable List<ListenSocket> sockets;

    private InheritedSockets() {}

    /** Returns the sockets of this process; finds them at the first call. */
    static synchronized List<ListenSocket> get() throws IOException {
        List<ListenSocket> found = sockets;
        if (found == null) {
            found = find(System.getenv(), ProcessHandle.current().pid(), System.inheritedChannel());
            sockets = found;
        }
        return found;
    }

    static List<ListenSocket> find(Map<String, String> environment, long pid, @Nullable Channel input)
            throws IOException {
        String owner = environment.get("LISTEN_PID");
        String count = environment.get("LISTEN_FDS");
        if (owner == null || count == null) {
            return input instanceof ServerSocketChannel channel ? List.of(ListenSocket.of(channel)) : List.of();
        }
        if (!owner.equals(Long.toString(pid))) {
            return List.of(); // they are those of the process that started this one
        }
        String all = environment.getOrDefault("LISTEN_FDNAMES", "");
        String[] names = all.isEmpty() ? new String[0] : all.split(":", -1);
        int number = number(count);
        if (names.length > 0 && names.length != number) {
            throw new IOException(
                    "LISTEN_FDS is " + number + ", but LISTEN_FDNAMES has " + names.length + " names: " + all);
        }
        var found = new ArrayList<ListenSocket>();
        for (int i = 0; i < number; i++) {
            found.add(new ListenSocket(BoundSocket.of(FIRST + i), names.length > 0 ? names[i] : ""));
        }
        return List.copyOf(found);
    }

    private static int number(String count) throws IOException {
        try {
            int number = Integer.parseInt(count);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw new IOException("LISTEN_FDS must be a number of descriptors: " + count);
    }
}
