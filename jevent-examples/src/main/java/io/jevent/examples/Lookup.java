// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.dns.Dns;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks up the addresses of its arguments, all at once; without one, those of this machine. */
final class Lookup {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Lookup() {}

    // @start region="program"
    static void main(String[] names) {
        var lookUps = new ArrayList<Greenlet<String>>();
        for (String name : names.length > 0 ? List.of(names) : List.of("localhost", "192.0.2.1")) {
            lookUps.add(Jevent.spawn(() -> name + ": " + addresses(name)));
        }
        Jevent.joinAll(lookUps, PATIENCE);
        for (var lookUp : lookUps) {
            IO.println(lookUp.isSuccessful() ? lookUp.result() : "no answer in time");
        }
    }

    private static String addresses(String name) {
        try {
            return String.join(
                    " ",
                    Dns.addresses(name).stream()
                            .map(InetAddress::getHostAddress)
                            .toList());
        } catch (UnknownHostException e) {
            return String.valueOf(e.getMessage());
        }
    }
    // @end
}
