// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.dns.Dns;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

final class LookUp {

    private LookUp() {}

    // @start region="program"
    static void main() {
        var names = List.of("localhost", "127.0.0.1", "no..name");
        var lookUps =
                names.stream().map(name -> Jevent.spawn(() -> found(name))).toList();
        Jevent.joinAll(lookUps);
        lookUps.forEach(lookUp -> IO.println(lookUp.result()));
    }

    private static String found(String name) throws IOException {
        try {
            var address = Dns.address(name, Duration.ofSeconds(20));
            return name + " is " + (address.isLoopbackAddress() ? "here" : "elsewhere");
        } catch (UnknownHostException e) {
            return name + " is nowhere";
        }
    }
    // @end
}
