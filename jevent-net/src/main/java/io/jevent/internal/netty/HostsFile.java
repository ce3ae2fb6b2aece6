// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of the hosts file, which is read again when it has changed. */
final class HostsFile {

    private final Path path;
    private @Nullable FileTime read;
    private Map<String, List<InetAddress>> addresses = Map.of();
    private Map<InetAddress, String> names = Map.of();

    HostsFile(Path path) {
        this.path = path;
    }

    /** Returns the addresses of a name; an empty list if the file does not have it. */
    List<InetAddress> addresses(String name) {
        refresh();
        return addresses.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Nullable
    String nameOf(InetAddress address) {
        refresh();
        return names.get(address);
    }

    private void refresh() {
        FileTime changed = ModificationTime.of(path);
        if (changed.equals(read)) {
            return;
        }
        read = changed;
        Map<String, List<InetAddress>> byName = new HashMap<>();
        Map<InetAddress, String> byAddress = new HashMap<>();
        try {
            for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
                add(line, byName, byAddress);
            }
        } catch (IOException e) {
            byName.clear(); // a missing file has no names
        }
        addresses = byName;
        names = byAddress;
    }

    private static void add(String line, Map<String, List<InetAddress>> byName, Map<InetAddress, String> byAddress) {
        String[] words = line.replaceFirst("#.*", "").trim().split("\\s+", -1);
        if (words.length < 2) {
            return;
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(words[0]);
        } catch (IllegalArgumentException _) {
            return;
        }
        byAddress.putIfAbsent(address, words[1]);
        for (int i = 1; i < words.length; i++) {
            List<InetAddress> known = byName.computeIfAbsent(words[i].toLowerCase(Locale.ROOT), _ -> new ArrayList<>());
            if (!known.contains(address)) {
                known.add(address);
            }
        }
    }
}
