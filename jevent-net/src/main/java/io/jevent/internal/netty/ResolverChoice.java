// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Hub;
import io.jevent.hub.Loop;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.settings.Setting;
import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses a hub's resolver. Querying name servers directly is correct only if the operating system would do the same.
 * If it has other sources (mDNS, LDAP, a VPN's), jevent calls it in a thread instead.
 */
final class ResolverChoice {

    private static final Path SWITCH = Path.of("/etc/nsswitch.conf");
    private static final Set<String> KNOWN_SOURCES = Set.of("files", "dns");

    private ResolverChoice() {}

    static Resolver make() {
        Wire wire = Wire.ifSimulated();
        if (wire != null) {
            return new SimulatedNames(wire);
        }
        boolean direct = switch (Setting.RESOLVER.choice()) {
            case "dns" -> true;
            case "thread" -> false;
            default ->
                loopIsNettys() && (Setting.NAME_SERVERS.isSet() || isPlain(System.getenv(), SWITCH, ResolvConf.PATH));
        };
        return direct ? new DnsLookups(DnsSettings.DEFAULT) : new ThreadLookups();
    }

    private static boolean loopIsNettys() {
        Loop loop = Hub.current().loop();
        Loop own = loop instanceof VirtualTimeLoop virtual ? virtual.real() : loop;
        return own instanceof NettyLoop || own.isProvisional();
    }

    /** Returns whether the operating system would use only its hosts file and name servers. */
    static boolean isPlain(Map<String, String> environment, Path nameSwitch, Path resolvConf) {
        return !environment.containsKey("LOCALDOMAIN")
                && !environment.containsKey("RES_OPTIONS")
                && System.getProperty("jdk.net.hosts.file") == null
                && hasKnownSources(nameSwitch)
                && ResolvConf.read(resolvConf).understood();
    }

    private static boolean hasKnownSources(Path nameSwitch) {
        try {
            for (String line : Files.readAllLines(nameSwitch, StandardCharsets.ISO_8859_1)) {
                String[] words = line.replaceFirst("#.*", "").trim().split("[\\s:]+", -1);
                if (words[0].equals("hosts")) {
                    return words.length > 1
                            && words[1].equals("files")
                            && KNOWN_SOURCES.containsAll(Stream.of(words)
                                    .filter(word -> !word.equals("hosts"))
                                    .toList());
                }
            }
        } catch (IOException _) {
            return Files.notExists(nameSwitch) && Files.exists(ResolvConf.PATH);
        }
        return false;
    }
}
