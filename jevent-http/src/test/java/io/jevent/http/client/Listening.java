// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the port on which a process listens that does not tell it, from Linux's table of sockets. */
final class Listening {

    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTEN = "0A";

    private Listening() {}

    static String port(long pid) throws IOException {
        Set<String> own = sockets(pid);
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/tcp"))) {
            List<String> columns = List.of(line.strip().split("\\s+"));
            if (columns.size() > INODE && columns.get(STATE).equals(LISTEN) && own.contains(columns.get(INODE))) {
                String address = columns.get(ADDRESS);
                return Integer.toString(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
            }
        }
        throw new IOException("process " + pid + " does not listen");
    }

    /** Returns the inodes of a process's sockets. */
    private static Set<String> sockets(long pid) throws IOException {
        var inodes = new HashSet<String>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }
}
