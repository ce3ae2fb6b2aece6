// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The settings of a file such as {@code /etc/resolv.conf}, see resolv.conf(5).
 *
 * @param servers the name servers, in order
 * @param search the domains that are tried for a short name
 * @param ndots the number of dots from which on a name is first tried without a search domain
 * @param timeout the time limit of each query
 * @param tries how often each server is asked
 * @param understood whether the file has no other settings
 */
record ResolvConf(
        List<InetSocketAddress> servers,
        List<String> search,
        int ndots,
        Duration timeout,
        int tries,
        boolean understood) {

    static final Path PATH = Path.of("/etc/resolv.conf");

    private static final int PORT = 53;
    private static final int MAX_NDOTS = 15;
    private static final int MAX_TIMEOUT = 30;
    private static final int MAX_TRIES = 5;

    /** Options without a visible effect, or whose effect is the resolver's behavior anyway. */
    private static final Set<String> HARMLESS =
            Set.of("rotate", "edns0", "trust-ad", "single-request", "single-request-reopen", "no-reload");

    static ResolvConf read(Path path) {
        var reading = new Reading();
        try {
            for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
                reading.add(line);
            }
        } catch (IOException _) {
            reading.understood = false;
        }
        return reading.result();
    }

    private static final class Reading {
        private final List<InetSocketAddress> servers = new ArrayList<>();
        private List<String> search = List.of();
        private int ndots = 1;
        private int timeout = 5;
        private int tries = 2;
        private boolean understood = true;

        private void add(String line) {
            String[] words = line.replaceFirst("[#;].*", "").trim().split("\\s+", -1);
            List<String> rest = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "" -> {}
                case "nameserver" -> rest.forEach(this::server);
                case "search", "domain" -> search = rest;
                case "options" -> rest.forEach(this::option);
                default -> understood = false;
            }
        }

        private void server(String address) {
            try {
                servers.add(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
            } catch (IllegalArgumentException _) {
                understood = false;
            }
        }

        private void option(String option) {
            int colon = option.indexOf(':');
            if (colon < 0) {
                understood &= HARMLESS.contains(option);
                return;
            }
            try {
                int value = Integer.parseInt(option.substring(colon + 1));
                switch (option.substring(0, colon)) {
                    case "ndots" -> ndots = Math.clamp(value, 0, MAX_NDOTS);
                    case "timeout" -> timeout = Math.clamp(value, 1, MAX_TIMEOUT);
                    case "attempts" -> tries = Math.clamp(value, 1, MAX_TRIES);
                    default -> understood = false;
                }
            } catch (NumberFormatException _) {
                understood = false;
            }
        }

        private ResolvConf result() {
            if (servers.isEmpty()) {
                servers.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT));
            }
            return new ResolvConf(
                    List.copyOf(servers), List.copyOf(search), ndots, Duration.ofSeconds(timeout), tries, understood);
        }
    }
}
